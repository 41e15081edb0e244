package dev.weir.relay.simulation;

import dev.weir.relay.sink.Result;

/** Ends its connections every minute: of the calls under way, those that came last are above the last stream id. */
final class GoAway implements Conduct {

    /** Calls that came within this before the end have not been looked at. */
    private static final long UNSEEN = 10 * Timeline.MILLI;

    private final Healthy healthy;

    GoAway(long seed) {
        healthy = Healthy.asPromised(seed);
    }

    @Override
    public Reply reply(String section, long now) {
        long end = (now / Timeline.MINUTE + 1) * Timeline.MINUTE;
        if (end - now <= UNSEEN) {
            return Reply.notActedOn(end, Result.unprocessed("GOAWAY"));
        }
        return healthy.reply(section, now);
    }
}
