package dev.weir.journal;

import dev.weir.Soak;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal.Failure;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * Appenders offer while the writer polls and, at some moment, ends: whatever the interleaving, what was taken is polled or failed
 * exactly once, what was not is neither, and no more waits than there is room for.
 */
@Param(name = "size", gen = IntGen.class, conf = "0:3")
public class HandOverLincheckTest {

    private static final int CAPACITY = 4;
    private static final int MOST_OFFERS = 64;
    private static final int UNIT_BYTES = 1_000;
    private static final long MAX_BYTES = 3L * (Pending.BASE_BYTES + UNIT_BYTES);

    private final HandOver handOver = new HandOver(CAPACITY, MAX_BYTES);
    private final AtomicIntegerArray ends = new AtomicIntegerArray(MOST_OFFERS);
    private final AtomicIntegerArray taken = new AtomicIntegerArray(MOST_OFFERS);
    private final AtomicInteger offers = new AtomicInteger();
    private volatile boolean isEnded;
    /** What an operation throws counts as its result, so it is told at the end. */
    private volatile String tooMuch = "";

    @Operation
    public void offer(@Param(name = "size") int size) {
        int number = offers.getAndIncrement();
        if (handOver.offer(pending(number, size))) {
            taken.set(number, 1);
        }
        checkRoom();
    }

    /** The writer's: it polls until it has ended. */
    @Operation(nonParallelGroup = "writer")
    public void poll() {
        Pending next = isEnded ? null : handOver.poll();
        if (next != null) {
            next.keep(1);
        }
        checkRoom();
    }

    @Operation(nonParallelGroup = "writer")
    public void end() {
        isEnded = true;
        handOver.end(Failure.CLOSED);
    }

    @Validate
    public void everythingTakenEndsOnce() {
        if (!isEnded) {
            end();
        }
        for (int i = 0; i < offers.get(); i++) {
            if (ends.get(i) != taken.get(i)) {
                throw new IllegalStateException(
                        "offer " + i + " was taken " + taken.get(i) + " times and ended " + ends.get(i) + " times");
            }
        }
        if (!tooMuch.isEmpty()) {
            throw new IllegalStateException(tooMuch);
        }
        if (handOver.bytes() != 0 || handOver.depth() != 0) {
            throw new IllegalStateException(handOver.depth() + " left, " + handOver.bytes() + " bytes");
        }
    }

    @Test
    void everyInterleavingEndsEachOnce() {
        new ModelCheckingOptions()
                .iterations(Soak.times(2, 100))
                .invocationsPerIteration(Soak.times(50, 5_000))
                .threads(3)
                .actorsPerThread(3)
                .verifier(EpsilonVerifier.class)
                .check(HandOverLincheckTest.class);
    }

    @Test
    void underStressEachEndsOnce() {
        new StressOptions()
                .iterations(Soak.times(2, 100))
                .invocationsPerIteration(Soak.times(100, 10_000))
                .threads(3)
                .actorsPerThread(4)
                .verifier(EpsilonVerifier.class)
                .check(HandOverLincheckTest.class);
    }

    private void checkRoom() {
        if (handOver.bytes() > MAX_BYTES || handOver.bytes() < 0 || handOver.depth() > CAPACITY) {
            tooMuch = handOver.depth() + " wait, " + handOver.bytes() + " bytes";
        }
    }

    private Pending pending(int number, int size) {
        return new Pending(
                Envelopes.withBody("x".repeat(size * UNIT_BYTES)),
                new Journal.Ack() {
                    @Override
                    public void onKept(long seq) {
                        ends.incrementAndGet(number);
                    }

                    @Override
                    public void onFailed(Failure why) {
                        ends.incrementAndGet(number);
                    }
                },
                0);
    }
}
