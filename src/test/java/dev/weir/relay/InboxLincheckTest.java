package dev.weir.relay;

import dev.weir.Soak;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * Completions and wake-ups come from many threads while the relay's one takes them: none is lost, none comes twice, and the room for
 * all attempts in flight and one wake-up is enough.
 */
public class InboxLincheckTest {

    private static final int MAX_IN_FLIGHT = 12;

    private final Inbox inbox = new Inbox(MAX_IN_FLIGHT);
    private final AtomicInteger put = new AtomicInteger();
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private boolean wasWoken;

    @Operation
    public void complete() {
        put.incrementAndGet();
        inbox.put(new Attempt(List.of(), inbox, 0, false));
    }

    @Operation
    public void wake() {
        wakes.incrementAndGet();
        inbox.wake();
    }

    @Operation(nonParallelGroup = "reader")
    public void poll() {
        take();
    }

    @Validate
    public void nothingIsLost() {
        for (boolean any = take(); any; any = take()) {}
        if (taken.get() != put.get() || wasWoken != wakes.get() > 0) {
            throw new IllegalStateException(
                    put.get() + " put, " + taken.get() + " taken, woken " + wakes.get() + " times: " + wasWoken);
        }
    }

    @Test
    void everyInterleavingLosesNothing() {
        new ModelCheckingOptions()
                .iterations(Soak.times(2, 100))
                .invocationsPerIteration(Soak.times(50, 5_000))
                .threads(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .actorsPerThread(3)
                .verifier(EpsilonVerifier.class)
                .check(InboxLincheckTest.class);
    }

    @Test
    void underStressNothingIsLost() {
        new StressOptions()
                .iterations(Soak.times(2, 100))
                .invocationsPerIteration(Soak.times(100, 10_000))
                .threads(3)
                .actorsBefore(0)
                .actorsAfter(0)
                .actorsPerThread(4)
                .verifier(EpsilonVerifier.class)
                .check(InboxLincheckTest.class);
    }

    private boolean take() {
        boolean isCompletion = inbox.poll() != null;
        taken.addAndGet(isCompletion ? 1 : 0);
        boolean isWord = inbox.tookWakeUp();
        wasWoken |= isWord;
        return isCompletion || isWord;
    }
}
