package dev.weir.state;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Where one thread rests until others wake it. */
interface Rest {

    /** Until it is woken, but no longer than this, and not at all if it was woken since it rested last. May end for no reason. */
    void rest(long nanos);

    /** Any thread. */
    void wake();

    static Rest parked() {
        return new Parked();
    }

    /** A parked thread. */
    final class Parked implements Rest {

        private volatile @Nullable Thread resting;
        private volatile boolean isWoken;

        private Parked() {}

        @Override
        public void rest(long nanos) {
            // Order matters: whoever wakes sets the one and then reads the other.
            resting = Thread.currentThread();
            if (!isWoken) {
                LockSupport.parkNanos(this, nanos);
            }
            isWoken = false;
        }

        @Override
        public void wake() {
            isWoken = true;
            LockSupport.unpark(resting);
        }
    }
}
