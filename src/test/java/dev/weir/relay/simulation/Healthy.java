package dev.weir.relay.simulation;

import dev.weir.relay.sink.Result;

/** Takes what it allows, in 20 ms or so, and answers 429 beyond. */
final class Healthy implements Conduct {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final long RETRY_AFTER_MILLIS = 1000;

    private final Allowance allowance;
    private final Latency latency;

    /** @param perSecond what it allows each section, with this capacity */
    Healthy(long perSecond, long capacity, long seed) {
        allowance = new Allowance(perSecond, capacity);
        latency = new Latency(seed);
    }

    /** What we are told that vendors allow. */
    static Healthy asPromised(long seed) {
        return new Healthy(500, 100, seed);
    }

    @Override
    public Reply reply(String section, long now) {
        if (!allowance.tryTake(section, now)) {
            return tooMany(now);
        }
        return Reply.acted(now, now, now + latency.next());
    }

    static Reply tooMany(long now) {
        Result result = Result.throttled(TOO_MANY_REQUESTS, RETRY_AFTER_MILLIS);
        return Reply.notActedOn(now + Timeline.MILLI, result);
    }
}
