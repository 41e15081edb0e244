package dev.weir.relay.sink;

/**
 * The end of one attempt.
 *
 * @param status the destination's own status (of HTTP, say), or 0 when there was none
 * @param reason what went wrong, in a few words that hold nothing the visitor sent; empty when delivered
 * @param waitMillis the destination asked not to be tried again before this time has passed; 0 when it did not
 */
public record Result(Outcome outcome, int status, String reason, long waitMillis) {

    public static final Result DELIVERED = new Result(Outcome.DELIVERED, 0, "", 0);

    public static Result unprocessed(String reason) {
        return new Result(Outcome.UNPROCESSED, 0, reason, 0);
    }

    public static Result unknown(String reason) {
        return new Result(Outcome.UNKNOWN, 0, reason, 0);
    }

    public static Result refused(int status, String reason) {
        return new Result(Outcome.REFUSED, status, reason, 0);
    }
}
