package dev.weir.journal.file;

/**
 * Whether the writer keeps up. What comes while a group is written waits for the next, so that an event may wait for one
 * group's time in any case, however slow the disk is: only what did not fit into a group, and waits beyond its time, has
 * delay. A group that takes many times as long as usual is delay as well, while it lasts. Written by the writer, read by
 * many threads.
 */
final class Tempo {

    /** A group may take so many times what is usual: the next one is larger, and disks have their moods. */
    private static final int PATIENCE = 4;

    private static final int SMOOTHING = 8;

    /** More than so many groups that wait are a crowd: one is about to be written, and one has gathered meanwhile. */
    private static final int CROWD_GROUPS = 2;

    /** Fewer are none on any disk: an event loop answers them within a turn. */
    private static final int LEAST_CROWD = 64;

    private volatile boolean isBusy;
    private volatile long begunNanos;
    private volatile long lateNanos;
    private volatile long usualNanos;
    private volatile int usualSize;
    private long lastNanos;

    /**
     * The writer takes up a group.
     *
     * @param oldestNanos when the first of it was handed over
     * @param isLeftOver whether that one did not fit into the group before
     */
    void begin(long nowNanos, long oldestNanos, boolean isLeftOver) {
        lateNanos = isLeftOver ? Math.max(0, nowNanos - oldestNanos - lastNanos) : 0;
        begunNanos = nowNanos;
        isBusy = true;
    }

    /**
     * The group is written and acknowledged.
     *
     * @param size the events and batches in it
     */
    void end(long nowNanos, int size) {
        int usual = usualSize;
        usualSize = usual + (size - usual) / SMOOTHING;
        lastNanos = nowNanos - begunNanos;
        usualNanos = usualNanos == 0 ? lastNanos : usualNanos + (lastNanos - usualNanos) / SMOOTHING;
        isBusy = false;
    }

    /** Nothing waits, or nothing will be written any more. */
    void rest() {
        lateNanos = 0;
        isBusy = false;
    }

    /** For how much longer than it must the one waits that waits longest. */
    long delayNanos(long nowNanos) {
        long late = lateNanos;
        // Of the first group nobody knows what is usual.
        boolean isKnown = isBusy && usualNanos > 0;
        return isKnown ? late + Math.max(0, nowNanos - begunNanos - PATIENCE * usualNanos) : late;
    }

    /**
     * Whether so many that wait for the writer are more than it usually finds: it takes longer than usual, or has not got a
     * processor yet.
     *
     * @param waiting events and batches
     */
    boolean isCrowd(int waiting) {
        return waiting > Math.max(LEAST_CROWD, CROWD_GROUPS * usualSize);
    }
}
