package dev.weir.simulation;

import java.util.Random;

/** When one process dies. Once it has come, nothing that the process still does has an effect. Safe for many threads. */
final class Death {

    private static final int MAX_PASSES = 6;

    private final Moment moment;
    private int left;
    private boolean hasCome;

    /** @param passes how often the moment is passed before, at least 0 */
    Death(Moment moment, int passes) {
        this.moment = moment;
        this.left = passes;
    }

    /** At any moment. */
    static Death random(Random random) {
        Moment[] moments = Moment.values();
        return new Death(moments[random.nextInt(moments.length)], random.nextInt(MAX_PASSES));
    }

    /** A life that ends in order. */
    static Death none() {
        return new Death(Moment.GROUP_GATHERED, Integer.MAX_VALUE);
    }

    /** Passes a moment. False when the process is dead, perhaps since just now. */
    synchronized boolean isSurvived(Moment passed) {
        if (!hasCome && passed == moment && left-- == 0) {
            hasCome = true;
        }
        return !hasCome;
    }

    synchronized void come() {
        hasCome = true;
    }

    synchronized boolean hasCome() {
        return hasCome;
    }

    Moment moment() {
        return moment;
    }

    /**
     * Stops what a thread of a dead process is at; no exception, which a caller might take for an answer. Who begins again, as
     * the relay does, gets no farther.
     */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died() {
            super("the process died", null, false, false);
        }
    }
}
