package dev.weir.relay.sink.http;

import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.upstream.UpstreamClient;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an upstream's answer, or the lack of one, says about the event. Pure. */
final class Verdicts {

    /** Nobody is kept waiting longer than this by an upstream's word. */
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private Verdicts() {}

    /** @param retryAfter the header of that name (RFC 9110, 10.2.3), or null */
    static Result ofStatus(int status, @Nullable String retryAfter, Instant now) {
        Outcome outcome = outcome(status);
        return switch (outcome) {
            case DELIVERED -> Result.DELIVERED;
            case REFUSED -> Result.refused(status, "status " + status);
            case UNPROCESSED, UNKNOWN -> {
                long wait = waitMillis(retryAfter, now);
                yield status == 429
                        ? Result.throttled(status, wait)
                        : Result.failed(outcome, status, reason(status), wait);
            }
        };
    }

    /**
     * A refusal loses the event to the vendor, so only an answer that blames the request is one. A 307 or 308 asks for the
     * very request again elsewhere, hence it was not acted on; other redirects are also given after the deed (RFC 9110,
     * 15.4). A 503 may be that of a gateway whose own upstream had the request.
     */
    static Outcome outcome(int status) {
        return switch (status) {
            case 307, 308, 408, 421, 425, 429 -> Outcome.UNPROCESSED;
            default -> {
                if (status >= 200 && status < 300) {
                    yield Outcome.DELIVERED;
                }
                yield status >= 400 && status < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
            }
        };
    }

    private static String reason(int status) {
        boolean isRedirect = status >= 300 && status < 400;
        return isRedirect ? "status " + status + ", and redirects are not followed" : "status " + status;
    }

    /**
     * What became of an event whose request got no whole answer.
     *
     * @param isSent whether the request, or a part of it, may have left
     * @param isExcluded whether a GOAWAY said that its stream was not acted on
     */
    static Result ofFailure(Throwable failure, boolean isSent, boolean isExcluded) {
        String reason = failure.getClass().getSimpleName();
        if (failure instanceof IllegalArgumentException) {
            return Result.refused(0, "cannot be sent: " + reason);
        }
        boolean isTurnedAway = isExcluded || UpstreamClient.isTurnedAway(failure);
        return !isSent || isTurnedAway ? Result.unprocessed(reason) : Result.unknown(reason);
    }

    private static long waitMillis(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return 0;
        }
        long wanted = seconds(retryAfter.trim(), now);
        return Math.max(0, Math.min(wanted, MAX_RETRY_AFTER.toSeconds())) * 1000;
    }

    private static long seconds(String retryAfter, Instant now) {
        try {
            if (retryAfter.length() <= 9 && retryAfter.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return retryAfter.isEmpty() ? 0 : Long.parseLong(retryAfter);
            }
            Instant until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(now, until).toSeconds() + 1;
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
