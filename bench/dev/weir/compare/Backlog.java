package dev.weir.compare;

/** When requests that no connection is free for were due, oldest first. Bounded: what is beyond it is counted, and not sent. */
final class Backlog {

    private static final int MOST = 1 << 16;

    private final long[] dues = new long[MOST];
    private int first;
    private int size;
    private long refused;
    private int behind;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void offer(long due) {
        if (size == MOST) {
            refused++;
        } else {
            dues[first + size & MOST - 1] = due;
            size++;
        }
    }

    long poll() {
        long due = dues[first];
        first = first + 1 & MOST - 1;
        size--;
        behind = Math.max(0, behind - 1);
        return due;
    }

    /** Whether the oldest has had to wait for a connection. */
    boolean isBehind() {
        return behind > 0;
    }

    /** All that is here has to wait for a connection, if there is none. */
    void markBehind(boolean isWithoutConnection) {
        if (isWithoutConnection) {
            behind = size;
        }
    }

    long takeRefused() {
        long taken = refused;
        refused = 0;
        return taken;
    }
}
