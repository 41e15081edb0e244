package dev.weir.relay;

import org.jspecify.annotations.Nullable;

/**
 * What an operator wants of one sink at this moment. Outlives the faults of the sink's relay, whose thread looks at it once a round.
 * Safe for many threads.
 */
final class Steering {

    private volatile OutletOptions options;
    private volatile boolean isPaused;
    private volatile @Nullable RangeReplay replay;

    Steering(OutletOptions options, boolean isPaused) {
        this.options = options;
        this.isPaused = isPaused;
    }

    OutletOptions options() {
        return options;
    }

    void retune(OutletOptions wanted) {
        options = wanted;
    }

    boolean isPaused() {
        return isPaused;
    }

    void pause(boolean wanted) {
        isPaused = wanted;
    }

    /** The one that runs, or that ran last. */
    @Nullable
    RangeReplay replay() {
        return replay;
    }

    /** Returns false where another one runs. */
    synchronized boolean tryReplay(RangeReplay wanted) {
        RangeReplay current = replay;
        if (current != null && !current.progress().isOver()) {
            return false;
        }
        replay = wanted;
        return true;
    }
}
