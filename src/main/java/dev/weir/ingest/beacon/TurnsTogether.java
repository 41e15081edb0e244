package dev.weir.ingest.beacon;

import java.util.function.Consumer;

/**
 * Turns of a loop that follow each other at once, as one for the journal: where a loop has no rest, its next requests are there as
 * soon as it looks, and a disk takes hardly longer for those of two turns than for those of one. A loop that finds nothing when it
 * looks keeps nobody waiting. Confined to one event loop.
 */
final class TurnsTogether {

    /** Times that the loop looks; whoever came first waits no longer than so many turns. */
    static final int MOST_LOOKS = 4;

    private final Runnable begin;
    private final Runnable end;
    private final Consumer<Runnable> poll;
    private final Runnable look = this::look;
    private boolean isOn;
    private int looks;
    private long turns;
    private long turnsAtLook;

    /**
     * @param begin told before the first turn
     * @param end told behind the last one
     * @param poll runs what it is given when the loop has looked once for requests, without waiting for any
     */
    TurnsTogether(Runnable begin, Runnable end, Consumer<Runnable> poll) {
        this.begin = begin;
        this.end = end;
        this.poll = poll;
    }

    /** The loop comes to a request, the first of a turn. */
    void beginTurn() {
        turns++;
        if (!isOn) {
            isOn = true;
            begin.run();
        }
    }

    /** The loop has come to all that were there. */
    void endTurn() {
        if (isOn && looks == 0) {
            lookAgain();
        }
    }

    private void look() {
        if (turns != turnsAtLook && looks < MOST_LOOKS) {
            lookAgain();
        } else {
            // A turn that is under way goes on by itself: what it still brings waits for nobody.
            isOn = false;
            looks = 0;
            end.run();
        }
    }

    private void lookAgain() {
        looks++;
        turnsAtLook = turns;
        poll.accept(look);
    }
}
