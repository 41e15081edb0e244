package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitConcurrencyTest {

    private static final int THREADS = 8;
    private static final int TAKES = 5_000;

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SectionLimits limits = new SectionLimits(nanos::get, SectionLimits.UNKNOWN_DEFAULT, meters);

    @Test
    void whileTheClockStandsStillTheCapacityIsGivenExactly() throws Exception {
        assertThat(grantedToAllThreads(() -> nanos.get())).isEqualTo(10_000);
    }

    @Test
    void everyRefusalIsCountedOnce() throws Exception {
        grantedToAllThreads(() -> nanos.get());

        assertThat(meters.get("weir.limited")
                        .tags("section", "shop", "mode", "enforce")
                        .counter()
                        .count())
                .isEqualTo(THREADS * TAKES - 10_000);
    }

    @Test
    void whileTheClockRunsNoMoreThanCapacityAndRefillIsGiven() throws Exception {
        long granted = grantedToAllThreads(() -> nanos.addAndGet(1_000));

        // 40,000 microseconds at 100 tokens a second.
        assertThat(granted).isBetween(10_003L, 10_004L);
    }

    /**
     * Of each request that was accepted it is known between which two moments that was. Whatever stretch of time is looked at: of those
     * that were accepted within it for certain, there are no more than the capacity and what was refilled meanwhile.
     */
    @Test
    void betweenAnyTwoAcceptedRequestsOfAnyThreadsNoMoreThanCapacityAndRefill() throws Exception {
        Section shop = section("shop", new Limit(1_000, 50, Mode.ENFORCE));
        List<Accepted> accepted = Collections.synchronizedList(new ArrayList<>());
        ofAllThreads(() -> {
            long before = nanos.addAndGet(10_000);
            if (limits.tryTake(shop) == null) {
                accepted.add(new Accepted(before, nanos.get()));
            }
            return 0L;
        });

        // 40,000 steps of 10 microseconds at 1,000 tokens a second, and the capacity.
        assertThat(accepted).hasSizeBetween(449, 450);
        for (Accepted first : accepted) {
            for (Accepted last : accepted) {
                long time = last.after() - first.before();
                long within = accepted.stream()
                        .filter(each -> each.before() >= first.before() && each.after() <= last.after())
                        .count();
                assertThat(within).isLessThanOrEqualTo(50 + Math.max(0, time) / 1_000_000);
            }
        }
    }

    /** Each thread asks of two sections in turn; one has five times the tokens that the other has. */
    @Test
    void sectionsHaveTheirOwnTokensWhateverTheOthersTake() throws Exception {
        Section large = section("large", new Limit(1, 5_000, Mode.ENFORCE));
        Section small = section("small", new Limit(1, 1_000, Mode.ENFORCE));
        AtomicLong ofSmall = new AtomicLong();
        long ofLarge = ofAllThreads(() -> {
            ofSmall.addAndGet(limits.tryTake(small) == null ? 1 : 0);
            return limits.tryTake(large) == null ? 1L : 0L;
        });

        assertThat(ofLarge).isEqualTo(5_000);
        assertThat(ofSmall).hasValue(1_000);
    }

    /** One thread replaces the limit over and over, and the tokens stay the section's. */
    @Test
    void noTokenIsGivenTwiceWhileTheLimitIsReplaced() throws Exception {
        Section before = section("shop", new Limit(100, 10_000, Mode.ENFORCE));
        Section after = section("shop", new Limit(200, 10_000, Mode.ENFORCE));
        AtomicLong turns = new AtomicLong();
        long granted = ofAllThreads(() -> {
            long turn = turns.incrementAndGet();
            if (turn % 50 == 0) {
                limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of(turn % 100 == 0 ? before : after)));
            }
            return limits.tryTake(turn % 3 == 0 ? before : after) == null ? 1L : 0L;
        });

        assertThat(granted).isEqualTo(10_000);
    }

    private long grantedToAllThreads(Callable<Long> beforeEach) throws Exception {
        Section shop = section("shop", new Limit(100, 10_000, Mode.ENFORCE));
        return ofAllThreads(() -> {
            beforeEach.call();
            return limits.tryTake(shop) == null ? 1L : 0L;
        });
    }

    /** What a step comes to, done by all threads at once, so often by each. */
    private static long ofAllThreads(Callable<Long> step) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService eventLoops = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> sums = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                sums.add(eventLoops.submit(() -> {
                    start.await();
                    long sum = 0;
                    for (int i = 0; i < TAKES; i++) {
                        sum += step.call();
                    }
                    return sum;
                }));
            }
            long total = 0;
            for (Future<Long> sum : sums) {
                total += sum.get();
            }
            return total;
        } finally {
            eventLoops.shutdownNow();
        }
    }

    private static Section section(String name, Limit limit) {
        return new Section(
                name,
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of());
    }

    /** Between which two moments a request was accepted. */
    private record Accepted(long before, long after) {}
}
