package dev.weir.rehearsal;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting that leaves the processor to others. */
final class Patience {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Patience() {}

    static void until(String what, int seconds, BooleanSupplier condition) throws IOException {
        if (!isTrueWithin(seconds, condition)) {
            throw new IOException(what + ": not within " + seconds + " s");
        }
    }

    static boolean isTrueWithin(int seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }

    /** Lets time pass until then. */
    static void untilNanos(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
