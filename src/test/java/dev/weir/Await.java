package dev.weir;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something to become true in another thread or process. */
public final class Await {

    /** Far beyond what is normal, also on a busy machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long LOOK_AGAIN_NANOS = 50_000;

    private Await() {}

    /** Fails if it has not come true within a minute. */
    public static void until(String what, Callable<Boolean> condition) {
        until(what, LIMIT, condition);
    }

    /** Fails if it has not come true within a time, where there is much to do. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isTrue(condition)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(what + ": not within " + limit);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean isTrue(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
