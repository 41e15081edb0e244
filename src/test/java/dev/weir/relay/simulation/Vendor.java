package dev.weir.relay.simulation;

import java.util.function.LongFunction;

/** The vendors of the report. Troubles begin in minute 5. */
enum Vendor {
    HEALTHY(
            "healthy",
            "answers in 20 ms (p99 80 ms); allows each section 500 calls/s, capacity 100",
            Healthy::asPromised),
    SLOW_RAMP(
            "slow ramp", "slows down to 2 s (p99 8 s) over 10 min, and back; works on 32 calls at once", SlowRamp::new),
    FAST_429(
            "fast 429",
            "allows 100 calls/s, capacity 20, where 500 were promised; 429 within 1 ms",
            seed -> new Healthy(100, 20, seed)),
    BURST_503("503 burst", "answers 503 to everything for 2 min", Trouble::unavailable),
    BLACK_HOLE(
            "black hole",
            "answers nothing for 10 min; attempts time out after 10 s",
            seed -> Trouble.blackHole(seed, 10 * Timeline.MINUTE)),
    GOAWAY(
            "GOAWAY",
            "ends its connections every minute; the calls of the last 10 ms are above the last stream id",
            GoAway::new),
    LOST_ANSWERS(
            "half lost", "loses half of its answers for 10 min; attempts time out after 10 s", Trouble::lostAnswers);

    private final String label;
    private final String description;
    private final LongFunction<Conduct> conduct;

    Vendor(String label, String description, LongFunction<Conduct> conduct) {
        this.label = label;
        this.description = description;
        this.conduct = conduct;
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }

    Conduct conduct(long seed) {
        return conduct.apply(seed);
    }
}
