package dev.weir.relay.simulation;

import java.util.Arrays;

/** What is known of each event, by its number, in five bytes: whether the vendor has it, under which key, whether it said so. */
final class SeqFlags {

    private static final byte TAKEN = 1;
    private static final byte ANSWERED = 2;

    private byte[] flags = new byte[1 << 12];
    private int[] keys = new int[1 << 12];
    private long answered;
    private long taken;

    /** @return false when it was there before */
    boolean take(long seq, String key) {
        int at = room(seq);
        if ((flags[at] & TAKEN) != 0) {
            return false;
        }
        flags[at] |= TAKEN;
        keys[at] = key.hashCode();
        taken++;
        return true;
    }

    boolean isTakenAs(long seq, String key) {
        return isTaken(seq) && keys[(int) seq] == key.hashCode();
    }

    boolean isTaken(long seq) {
        return (flags[room(seq)] & TAKEN) != 0;
    }

    /** The sink has been told that the vendor has it. */
    void answer(long seq) {
        int at = room(seq);
        if ((flags[at] & ANSWERED) == 0) {
            flags[at] |= ANSWERED;
            answered++;
        }
    }

    boolean isAnswered(long seq) {
        return (flags[room(seq)] & ANSWERED) != 0;
    }

    long taken() {
        return taken;
    }

    long answered() {
        return answered;
    }

    private int room(long seq) {
        int at = Math.toIntExact(seq);
        if (at >= flags.length) {
            int length = Math.max(at + 1, 2 * flags.length);
            flags = Arrays.copyOf(flags, length);
            keys = Arrays.copyOf(keys, length);
        }
        return at;
    }
}
