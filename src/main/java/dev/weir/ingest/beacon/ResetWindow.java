package dev.weir.ingest.beacon;

/** Counts events in windows of time that follow each other. Confined to one event loop. */
final class ResetWindow {

    private final int max;
    private final long windowNanos;
    private long start;
    private int count;

    /** @param now nanoseconds of any clock that only goes forward */
    ResetWindow(int max, long windowNanos, long now) {
        this.max = max;
        this.windowNanos = windowNanos;
        this.start = now;
    }

    /** Counts one; true for the one that is too many in its window, and not for those after it. */
    boolean isOverflow(long now) {
        if (now - start >= windowNanos) {
            start = now;
            count = 0;
        }
        if (count <= max) {
            count++;
            return count > max;
        }
        return false;
    }
}
