package dev.weir.relay;

import dev.weir.relay.pace.Breaker;
import dev.weir.relay.pace.ConcurrencyLimit;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whether one more call may go to a sink: no more in flight than it can take, and none while it does nothing but fail. Confined to
 * the relay's thread of the sink.
 */
final class CallPermits {

    private final ConcurrencyLimit limit;
    private final Breaker breaker;
    private int inFlight;
    private boolean isInTrouble;
    private long troubleNanos;

    CallPermits(OutletOptions options, int maxInFlight, RandomGenerator random) {
        limit = new ConcurrencyLimit(options.minInFlight(), maxInFlight);
        breaker = new Breaker(options.breaker(), random);
    }

    /** From now on. */
    void retune(OutletOptions wanted) {
        limit.retune(wanted.minInFlight());
        breaker.retune(wanted.breaker());
    }

    boolean mayCall(long nowNanos) {
        return inFlight < limit.limit() && breaker.mayPass(nowNanos);
    }

    /** A call goes. */
    Attempt begin(List<Slot<Delivery>> slots, Inbox inbox, long nowNanos) {
        inFlight++;
        return new Attempt(slots, inbox, nowNanos, breaker.onPassed());
    }

    /** A call has ended. */
    void onEnded(Attempt attempt, long nowNanos) {
        Result result = attempt.result();
        boolean isAnswered = result.outcome() == Outcome.DELIVERED || result.outcome() == Outcome.REFUSED;
        if (isAnswered || result.isThrottled()) {
            isInTrouble = false;
            breaker.onSuccess();
            if (isAnswered) {
                limit.onAnswer(nowNanos - attempt.startNanos(), inFlight);
            }
        } else {
            limit.onFailure(nowNanos);
            if (isNews(attempt, result, nowNanos)) {
                breaker.onFailure(attempt.isProbe(), nowNanos);
            }
        }
        inFlight--;
    }

    /** How long until a call may go, if nothing else happens; the longest time there is if one has to end first. */
    long nanosToNext(long nowNanos) {
        return inFlight >= limit.limit() ? Long.MAX_VALUE : breaker.nanosToNext(nowNanos);
    }

    int inFlight() {
        return inFlight;
    }

    int limit() {
        return limit.limit();
    }

    boolean isOpen() {
        return !breaker.isClosed();
    }

    /**
     * Of calls that are turned away together, because their connection was told to go away, one is enough to know: what tells
     * of a sink that takes nothing is calls that were made since.
     */
    private boolean isNews(Attempt attempt, Result result, long nowNanos) {
        boolean isFirst = !isInTrouble;
        if (isFirst) {
            isInTrouble = true;
            troubleNanos = nowNanos;
        }
        return isFirst
                || attempt.isProbe()
                || result.outcome() == Outcome.UNKNOWN
                || attempt.startNanos() - troubleNanos >= 0;
    }
}
