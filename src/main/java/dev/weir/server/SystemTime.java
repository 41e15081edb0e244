package dev.weir.server;

import java.time.InstantSource;

/** The machine's clocks, to be passed on. */
@SystemSources
final class SystemTime {

    private SystemTime() {}

    static InstantSource wallClock() {
        return InstantSource.system();
    }

    /** Monotonic: measures, and tells no time of day. */
    static long nanos() {
        return System.nanoTime();
    }
}
