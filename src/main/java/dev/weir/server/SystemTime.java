package dev.weir.server;

import java.time.Instant;
import java.time.InstantSource;

/** The machine's clocks, to be passed on. */
@SystemSources
final class SystemTime {

    private SystemTime() {}

    static InstantSource wallClock() {
        return InstantSource.system();
    }

    /**
     * Begins as the wall clock stands now, and goes on with the monotonic one. For ages: a wall clock that is set while Weir runs
     * makes nothing older or younger.
     */
    static InstantSource steadyClock() {
        Instant began = InstantSource.system().instant();
        long beganNanos = System.nanoTime();
        return () -> began.plusNanos(System.nanoTime() - beganNanos);
    }

    /** Monotonic: measures, and tells no time of day. */
    static long nanos() {
        return System.nanoTime();
    }
}
