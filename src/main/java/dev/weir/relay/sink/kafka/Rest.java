package dev.weir.relay.sink.kafka;

import java.time.Duration;

/** A pause that doubles each time it is taken again. Pure; confined to one thread. */
final class Rest {

    private final long minMillis;
    private final long maxMillis;
    private long sinceMillis;
    private long lengthMillis;

    Rest(Duration min, Duration max) {
        this.minMillis = min.toMillis();
        this.maxMillis = max.toMillis();
    }

    void begin(long nowMillis) {
        sinceMillis = nowMillis;
        lengthMillis = Math.min(maxMillis, Math.max(minMillis, lengthMillis * 2));
    }

    /** How much is left; 0 when it is over, and also when the clock was set back behind its beginning. */
    long leftMillis(long nowMillis) {
        return nowMillis < sinceMillis ? 0 : Math.max(0, sinceMillis + lengthMillis - nowMillis);
    }

    /** All is well: the next one is short again. */
    void forget() {
        lengthMillis = 0;
    }
}
