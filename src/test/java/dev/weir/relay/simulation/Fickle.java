package dev.weir.relay.simulation;

import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.util.SplittableRandom;

/** Meets each call in another way, for half a minute; then it is well. */
final class Fickle implements Conduct {

    private static final long WELL_FROM = 30 * Timeline.SECOND;

    private final SplittableRandom random;

    Fickle(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public Reply reply(String section, long now) {
        long later = now + random.nextLong(300 * Timeline.MILLI);
        Reply acted = Reply.acted(now, now, later);
        if (now >= WELL_FROM) {
            return acted;
        }
        return switch (random.nextInt(10)) {
            case 0 -> new Reply(now, now, later, Result.unknown("reset"));
            case 1 -> Reply.notActedOn(later, Result.unknown("reset"));
            case 2 -> Reply.notActedOn(later, Result.unprocessed("refused stream"));
            case 3 -> Reply.notActedOn(later, Result.failed(Outcome.UNKNOWN, 503, "status 503", 100));
            case 4 -> Reply.notActedOn(now + Timeline.MILLI, Result.throttled(429, 1000));
            default -> acted;
        };
    }
}
