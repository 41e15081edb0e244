package dev.weir.relay.sink;

/**
 * The end of one attempt.
 *
 * @param status the destination's own status (of HTTP, say), or 0 when there was none
 * @param reason what went wrong, in a few words that hold nothing the visitor sent; empty when delivered
 * @param waitMillis the destination asked not to be tried again before this time has passed; 0 when it did not
 * @param isThrottled whether the destination said that events come too fast: it is well, and to be sent less
 * @param answer the beginning of what a destination answered that refused, secrets cut out; empty when there is nothing to show
 */
public record Result(Outcome outcome, int status, String reason, long waitMillis, boolean isThrottled, String answer) {

    public static final Result DELIVERED = new Result(Outcome.DELIVERED, 0, "", 0, false, "");

    public static Result unprocessed(String reason) {
        return new Result(Outcome.UNPROCESSED, 0, reason, 0, false, "");
    }

    public static Result unknown(String reason) {
        return new Result(Outcome.UNKNOWN, 0, reason, 0, false, "");
    }

    /** Too fast: not acted on, and not to be tried again before this time has passed. */
    public static Result throttled(int status, long waitMillis) {
        return new Result(Outcome.UNPROCESSED, status, "status " + status, waitMillis, true, "");
    }

    public static Result refused(int status, String reason) {
        return refused(status, reason, "");
    }

    public static Result refused(int status, String reason, String answer) {
        return new Result(Outcome.REFUSED, status, reason, 0, false, answer);
    }

    /** An attempt that may be made again. */
    public static Result failed(Outcome outcome, int status, String reason, long waitMillis) {
        return new Result(outcome, status, reason, waitMillis, false, "");
    }
}
