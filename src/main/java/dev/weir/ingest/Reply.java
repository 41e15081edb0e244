package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.event.Promise;
import dev.weir.ingest.limit.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What goes back to the client: the dialect's answer and the headers that Weir adds.
 *
 * @param promise what is promised about the event, or null when nothing is
 * @param setCookie the Set-Cookie header, or null
 * @param refusal the limit that was hit, or null
 * @param retryAfterSeconds for how long the client should stay away, or 0 when that is not the point
 */
public record Reply(
        Answer answer,
        @Nullable Promise promise,
        @Nullable String setCookie,
        @Nullable Refusal refusal,
        long retryAfterSeconds) {

    static Reply accepted(Answer answer, Promise promise, @Nullable String setCookie) {
        return new Reply(answer, promise, setCookie, null, 0);
    }

    static Reply rejected(Answer answer, long retryAfterSeconds) {
        return new Reply(answer, null, null, null, retryAfterSeconds);
    }

    static Reply limited(Answer answer, Refusal refusal) {
        return new Reply(answer, null, null, refusal, refusal.retryAfterSeconds());
    }

    /** Gets the reply, once: on the caller's thread for a refusal, on the journal's for an acceptance. Must not block. */
    public interface Receiver {
        void onReply(Reply reply);
    }
}
