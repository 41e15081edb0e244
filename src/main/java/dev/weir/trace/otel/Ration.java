package dev.weir.trace.otel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** So many a second, counted from whole second to whole second. Safe for many threads. */
final class Ration {

    private static final int COUNT_BITS = 24;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final LongSupplier nanoTime;
    private final long originNanos;
    private final long most;

    /** The second, and how many were taken in it. */
    private final AtomicLong taken = new AtomicLong();

    /** @param most less than 2^24 */
    Ration(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.originNanos = nanoTime.getAsLong();
    }

    boolean tryTake() {
        long second = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - originNanos) << COUNT_BITS;
        while (true) {
            long seen = taken.get();
            long count = (seen & ~COUNT_MASK) == second ? seen & COUNT_MASK : 0;
            if (count >= most) {
                return false;
            }
            if (taken.compareAndSet(seen, second | (count + 1))) {
                return true;
            }
        }
    }
}
