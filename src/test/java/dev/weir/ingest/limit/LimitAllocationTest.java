package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a token costs in bytes: Bucket4j's next state, and nothing of ours. */
class LimitAllocationTest {

    private static final int OPERATIONS = 200_000;
    private static final int BUCKET_STATE = 64;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final AtomicLong nanos = new AtomicLong();
    private final SectionLimits limits =
            new SectionLimits(nanos::incrementAndGet, SectionLimits.UNKNOWN_DEFAULT, new SimpleMeterRegistry());
    private int refused;

    @Test
    void aTokenCostsTheBucketsNextState() {
        Section generous = section(new Limit(1_000_000, 1_000_000, Mode.ENFORCE));

        assertThat(bytesPerTake(generous)).isLessThan(BUCKET_STATE + 1);
    }

    @Test
    void aRefusalCostsNoMore() {
        Section stingy = section(new Limit(1, 1, Mode.ENFORCE));

        assertThat(bytesPerTake(stingy)).isLessThan(BUCKET_STATE + 1);
    }

    private double bytesPerTake(Section section) {
        repeat(section);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        repeat(section);
        return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / OPERATIONS;
    }

    private void repeat(Section section) {
        for (int i = 0; i < OPERATIONS; i++) {
            refused += limits.tryTake(section) == null ? 0 : 1;
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
