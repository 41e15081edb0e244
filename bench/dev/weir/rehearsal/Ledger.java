package dev.weir.rehearsal;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What became of each event, by its number: some twenty bytes for each, and no more events than there is room for. Safe for many threads.
 */
final class Ledger {

    private static final Answer[] ANSWERS = Answer.values();

    private final byte[] answers;
    private final byte[] phases;
    private final int[] devices;
    /** When it came first, among all that came; 0 if it has not. */
    private final int[] arrivals;
    /** Of its idempotency key, as it came first. */
    private final long[] keys;

    private final byte[] repetitions;
    /** By which intake it was answered, as the proxy says; 0 where nobody did. */
    private final byte[] intakes;

    private final BitSet spilled = new BitSet();
    private int sent;
    private int arrived;
    private int strangers;
    private int rekeyed;

    Ledger(int room) {
        answers = new byte[room];
        phases = new byte[room];
        devices = new int[room];
        arrivals = new int[room];
        keys = new long[room];
        repetitions = new byte[room];
        intakes = new byte[room];
    }

    /** An event that is about to be sent; its number. */
    synchronized int sending(int device, int phase) {
        if (sent == answers.length) {
            throw new IllegalStateException("no room for more than " + sent + " events");
        }
        devices[sent] = device;
        phases[sent] = (byte) phase;
        return sent++;
    }

    synchronized void answered(int event, Answer answer) {
        answers[event] = (byte) answer.ordinal();
    }

    /**
     * Who answered it, and how.
     *
     * @param intake its number, from 1
     * @param isSpilled whether its promise was the intake's own disk
     */
    synchronized void answeredBy(int event, int intake, boolean isSpilled) {
        intakes[event] = (byte) intake;
        spilled.set(event, isSpilled);
    }

    /** The vendor has taken it. */
    synchronized void arrived(int event, long key) {
        if (event < 0 || event >= sent) {
            strangers++;
        } else if (arrivals[event] == 0) {
            arrivals[event] = ++arrived;
            keys[event] = key;
        } else {
            rekeyed += keys[event] == key ? 0 : 1;
            repetitions[event] = (byte) Math.min(Byte.MAX_VALUE, repetitions[event] + 1);
        }
    }

    /** How many have been sent. */
    synchronized int sent() {
        return sent;
    }

    /** How many of those from one number to before another have been acknowledged and have not arrived. */
    synchronized int owed(int from, int to) {
        int owed = 0;
        for (int event = from; event < to; event++) {
            owed += isOwed(event) ? 1 : 0;
        }
        return owed;
    }

    /** The first that is owed, for evidence; or -1. */
    synchronized int firstOwed() {
        for (int event = 0; event < sent; event++) {
            if (isOwed(event)) {
                return event;
            }
        }
        return -1;
    }

    synchronized int count(int phase, Answer answer) {
        int count = 0;
        for (int event = 0; event < sent; event++) {
            count += phases[event] == phase && answers[event] == answer.ordinal() ? 1 : 0;
        }
        return count;
    }

    /** Of a phase's events with this answer, those that have arrived. */
    synchronized int delivered(int phase, Answer answer) {
        int count = 0;
        for (int event = 0; event < sent; event++) {
            boolean isMeant = phases[event] == phase && ANSWERS[answers[event]] == answer;
            count += isMeant && arrivals[event] != 0 ? 1 : 0;
        }
        return count;
    }

    /** How often a phase's events came once more. */
    synchronized int repeated(int phase) {
        int count = 0;
        for (int event = 0; event < sent; event++) {
            count += phases[event] == phase ? repetitions[event] : 0;
        }
        return count;
    }

    /** Arrivals under another key than the event's first. */
    synchronized int rekeyed() {
        return rekeyed;
    }

    /** Arrivals of what was never sent. */
    synchronized int strangers() {
        return strangers;
    }

    /**
     * Events that arrived before one that their device had sent, and had been acknowledged, earlier. A device sends the next when it knows of the
     * last; what has not been acknowledged may be appended later, and does not count.
     */
    synchronized int inversions(int devicesInAll) {
        return inversions(devicesInAll, false);
    }

    /**
     * Those of them that overtook one on the disk of an intake, by way of another: the proxy had taken the first for down, and a spill's order is that
     * of one process.
     */
    synchronized int movedInversions(int devicesInAll) {
        return inversions(devicesInAll, true);
    }

    private int inversions(int devicesInAll, boolean areMoved) {
        int[] newest = new int[devicesInAll];
        int inversions = 0;
        for (int event = 0; event < sent; event++) {
            if (ANSWERS[answers[event]] == Answer.ACKNOWLEDGED && arrivals[event] != 0) {
                int device = devices[event];
                int before = newest[device] - 1;
                if (before < 0 || arrivals[before] < arrivals[event]) {
                    newest[device] = event + 1;
                } else if (!areMoved || isMoved(before, event)) {
                    inversions++;
                }
            }
        }
        return inversions;
    }

    private boolean isMoved(int before, int event) {
        return spilled.get(before) && intakes[before] != 0 && intakes[event] != 0 && intakes[before] != intakes[event];
    }

    /** Pairs of a device's acknowledged events in a row: what an order can be seen in. */
    synchronized int successions(int devicesInAll) {
        int[] counts = new int[devicesInAll];
        for (int event = 0; event < sent; event++) {
            counts[devices[event]] += ANSWERS[answers[event]] == Answer.ACKNOWLEDGED ? 1 : 0;
        }
        return Arrays.stream(counts).map(count -> Math.max(0, count - 1)).sum();
    }

    private boolean isOwed(int event) {
        return ANSWERS[answers[event]] == Answer.ACKNOWLEDGED && arrivals[event] == 0;
    }
}
