package dev.weir.relay;

import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.Routing.GivenUp;
import dev.weir.relay.Routing.Owed;
import dev.weir.relay.deadletter.DeadLetters;
import java.util.concurrent.TimeUnit;

/**
 * Lets dead letters into the window that a person wants sent again: at their section's pace and in their device's turn like any
 * other event, but outside the books, which have passed them. Confined to the relay's thread of the sink.
 */
final class Replays {

    /** So many at once, so that they do not stand in the way of what is owed. */
    private static final int MAX_UNDER_WAY = 256;

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final DeadLetters letters;
    private final Routing routing;
    private final WindowGate gate;
    private final LostEvents lost;
    private int underWay;
    private boolean hasLooked;
    private long dueNanos;

    Replays(DeadLetters letters, Routing routing, WindowGate gate, LostEvents lost) {
        this.letters = letters;
        this.routing = routing;
        this.gate = gate;
        this.lost = lost;
    }

    /** Takes up what was asked for, as far as there is room. */
    void fill(long nowNanos) {
        if (underWay >= MAX_UNDER_WAY || (hasLooked && dueNanos - nowNanos > 0)) {
            return;
        }
        hasLooked = true;
        dueNanos = nowNanos + LOOK_EVERY_NANOS;
        for (Kept kept : letters.takeReplays(MAX_UNDER_WAY - underWay)) {
            take(kept, nowNanos);
        }
    }

    /** One that was sent again is settled: delivered, or a dead letter once more. */
    void onSettled(long seq, Settlement settlement) {
        underWay--;
        if (settlement == Settlement.DELIVERED) {
            letters.onReplayed(seq);
        }
    }

    private void take(Kept kept, long nowNanos) {
        Routing.Route route = routing.ofReplay(kept);
        if (route instanceof Owed owed) {
            underWay++;
            gate.admit(kept, owed.section(), owed.dialect(), null, nowNanos);
        } else if (route instanceof GivenUp givenUp) {
            // Where there is no room for the letter, it stays asked for, until the next start.
            boolean unused = lost.tryGiveUp(givenUp, kept);
        }
    }
}
