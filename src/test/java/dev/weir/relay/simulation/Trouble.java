package dev.weir.relay.simulation;

import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.util.SplittableRandom;

/** Healthy but for a while, in which calls meet something else. */
final class Trouble implements Conduct {

    private static final long BEGIN = 5 * Timeline.MINUTE;
    private static final int UNAVAILABLE = 503;

    private final Conduct healthy;
    private final Conduct trouble;
    private final long end;

    private Trouble(Conduct healthy, Conduct trouble, long length) {
        this.healthy = healthy;
        this.trouble = trouble;
        this.end = length == Timeline.NEVER ? Timeline.NEVER : BEGIN + length;
    }

    /** Answers 503 to everything, for two minutes. */
    static Trouble unavailable(long seed) {
        Result result = Result.failed(Outcome.UNKNOWN, UNAVAILABLE, "status " + UNAVAILABLE, 0);
        Conduct trouble = (section, now) -> Reply.notActedOn(now + 5 * Timeline.MILLI, result);
        return new Trouble(Healthy.asPromised(seed), trouble, 2 * Timeline.MINUTE);
    }

    /** Takes connections, and never answers. */
    static Trouble blackHole(long seed, long length) {
        return new Trouble(Healthy.asPromised(seed), (section, now) -> Reply.none(now), length);
    }

    /** Does all that it is asked, but half the answers never arrive, for ten minutes. */
    static Trouble lostAnswers(long seed) {
        Healthy healthy = Healthy.asPromised(seed);
        SplittableRandom random = new SplittableRandom(seed + 1);
        Conduct trouble = (section, now) -> {
            Reply reply = healthy.reply(section, now);
            return reply.isActedOn() && random.nextBoolean() ? reply.lost(now) : reply;
        };
        return new Trouble(healthy, trouble, 10 * Timeline.MINUTE);
    }

    @Override
    public Reply reply(String section, long now) {
        return now >= BEGIN && now < end ? trouble.reply(section, now) : healthy.reply(section, now);
    }
}
