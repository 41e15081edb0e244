package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Part;
import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.limit.Refusal;
import dev.weir.ingest.origin.OriginTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes back to the client: the dialect's answer and the headers that Weir adds.
 *
 * @param promise what is promised about the events, or null when nothing is
 * @param setCookie the Set-Cookie header, or null
 * @param verdicts what became of each event (the {@code Weir-Verdicts} header), or null when nobody asked
 * @param refusal the limit that was hit, or null
 * @param retryAfterSeconds for how long the client should stay away, or 0 when that is not the point
 */
public record Reply(
        Answer answer,
        @Nullable Promise promise,
        @Nullable String setCookie,
        @Nullable String verdicts,
        @Nullable Refusal refusal,
        long retryAfterSeconds) {

    /** A full queue or disk is a matter of moments; a second keeps a retry from adding to it. */
    private static final long UNAVAILABLE_RETRY_AFTER_SECONDS = 1;

    /** A destination that has been behind for hours does not catch up within a second. */
    private static final long BACKLOG_RETRY_AFTER_SECONDS = 5;

    private static final int UNAVAILABLE = 503;

    static Reply accepted(
            Answer answer, @Nullable Promise promise, @Nullable String setCookie, @Nullable String verdicts) {
        return new Reply(answer, promise, setCookie, verdicts, null, 0);
    }

    static Reply answered(Answer answer) {
        return new Reply(answer, null, null, null, null, 0);
    }

    static Reply rejected(IntakeRequest request, RejectedException rejected, @Nullable String verdicts) {
        return new Reply(request.rejected(rejected), null, null, verdicts, null, retryAfter(rejected.rejection()));
    }

    static Reply limited(Answer answer, Refusal refusal) {
        return new Reply(answer, null, null, null, refusal, refusal.retryAfterSeconds());
    }

    /** Not all can be served just now, and others are worth more. */
    public static RejectedException overloaded() {
        return new RejectedException(
                Rejection.OVERLOADED, null, "too much to do just now (expected: a retry after the time that is told)");
    }

    /** The same, where the client should stay away for another time. */
    Reply retriedAfter(long seconds) {
        return new Reply(answer, promise, setCookie, verdicts, refusal, seconds);
    }

    private static long retryAfter(Rejection rejection) {
        if (rejection == Rejection.BACKLOG) {
            return BACKLOG_RETRY_AFTER_SECONDS;
        }
        return rejection.status() == UNAVAILABLE ? UNAVAILABLE_RETRY_AFTER_SECONDS : 0;
    }

    /**
     * Gets the reply, once: on the caller's thread, the journal's, the state's or an upstream's, whichever takes the last step.
     * Must not block.
     */
    public interface Receiver {
        /**
         * Told before the reply whose the request is, if that is found out; on the thread on which the request came.
         *
         * @param origins those that the request goes by
         */
        default void onSection(Section section, OriginTable origins) {}

        /** Told before the reply of whom the request is, if it is of somebody. */
        default void onIds(@Nullable String deviceId, @Nullable String sessionId) {}

        /**
         * Told before the reply that these are in the journal.
         *
         * @param firstSeq the number of the first; the others follow
         */
        default void onKept(List<Envelope> envelopes, long firstSeq) {}

        /** Whether {@link #onEvents} is to be told; what that takes is spared otherwise. */
        default boolean isWatching() {
            return false;
        }

        /** Told before the reply what was read, and for each part what the {@code Weir-Verdicts} header says of it. */
        default void onEvents(List<? extends Part> parts, List<String> verdicts) {}

        /** Told before the reply why the request is refused, or dropped. */
        default void onRejected(Rejection why) {}

        void onReply(Reply reply);
    }
}
