package dev.weir.relay;

/**
 * A range of the journal that an operator wants a sink to get again. It lives as long as the process. Written by the relay's thread
 * of the sink, read by any.
 */
final class RangeReplay {

    private volatile ReplayProgress progress;

    /**
     * Nothing of it is done.
     *
     * @param from the first number
     * @param to the last number
     */
    RangeReplay(long from, long to) {
        progress = new ReplayProgress(from, to, from, 0, 0, 0, 0, null);
    }

    ReplayProgress progress() {
        return progress;
    }

    void publish(ReplayProgress now) {
        progress = now;
    }
}
