package dev.weir.ingest.limit;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** What a token, and the want of one, costs each request; alone, and with two event loops at one section's bucket. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimitBenchmark {

    private final SectionLimits limits =
            new SectionLimits(System::nanoTime, SectionLimits.UNKNOWN_DEFAULT, new SimpleMeterRegistry());
    private final Section generous = section("generous", new Limit(1_000_000_000, 1_000_000_000, Limit.Mode.ENFORCE));
    private final Section stingy = section("stingy", new Limit(1, 1, Limit.Mode.ENFORCE));

    @Benchmark
    @Threads(1)
    public Object take() {
        return limits.tryTake(generous);
    }

    @Benchmark
    @Threads(2)
    public Object takeByTwo() {
        return limits.tryTake(generous);
    }

    @Benchmark
    @Threads(1)
    public Object refuse() {
        return limits.tryTake(stingy);
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
}
