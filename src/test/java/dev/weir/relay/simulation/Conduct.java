package dev.weir.relay.simulation;

import dev.weir.relay.sink.Result;

/** How a vendor behaves: what becomes of each call. Asked in the order in which calls come. */
interface Conduct {

    /** A caller gives up after this. */
    long TIMEOUT = 10 * Timeline.SECOND;

    /** What becomes of a call of this section that comes now. */
    Reply reply(String section, long now);

    /**
     * What becomes of a call.
     *
     * @param actNanos when the vendor acts on it; {@link Timeline#NEVER} for not at all
     * @param doneNanos when it has
     * @param answerNanos when the caller knows
     * @param result what the caller knows then
     */
    record Reply(long actNanos, long doneNanos, long answerNanos, Result result) {

        /** Acted on from {@code begin} to {@code done}, of which the caller hears if it has not given up by then. */
        static Reply acted(long called, long begin, long done) {
            return done - called > TIMEOUT
                    ? new Reply(begin, done, called + TIMEOUT, Result.unknown("timeout"))
                    : new Reply(begin, done, done, Result.DELIVERED);
        }

        /** Acted on as if nothing were wrong, but nobody hears of it. */
        Reply lost(long called) {
            return new Reply(actNanos, doneNanos, called + TIMEOUT, Result.unknown("timeout"));
        }

        /** Not acted on, and the caller gives up. */
        static Reply none(long called) {
            return notActedOn(called + TIMEOUT, Result.unknown("timeout"));
        }

        static Reply notActedOn(long answered, Result result) {
            return new Reply(Timeline.NEVER, Timeline.NEVER, answered, result);
        }

        boolean isActedOn() {
            return actNanos != Timeline.NEVER;
        }
    }
}
