package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
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

    private long grantedToAllThreads(Callable<Long> beforeEach) throws Exception {
        Section shop = section(new Limit(100, 10_000, Mode.ENFORCE));
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService eventLoops = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> grants = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                grants.add(eventLoops.submit(() -> {
                    start.await();
                    int granted = 0;
                    for (int i = 0; i < TAKES; i++) {
                        beforeEach.call();
                        granted += limits.tryTake(shop) == null ? 1 : 0;
                    }
                    return granted;
                }));
            }
            long total = 0;
            for (Future<Integer> granted : grants) {
                total += granted.get();
            }
            return total;
        } finally {
            eventLoops.shutdownNow();
        }
    }

    private static Section section(Limit limit) {
        return new Section(
                "shop",
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of());
    }
}
