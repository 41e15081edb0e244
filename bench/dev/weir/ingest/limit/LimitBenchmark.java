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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * What a token, and the want of one, costs each request: alone, with two event loops at one section's bucket, and with ten thousand
 * sections in no order, so that no cache has the next one's bucket.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimitBenchmark {

    private static final int SECTIONS = 10_000;
    /** Has no factor in common with the number of sections, so that all take their turn. */
    private static final int STRIDE = 7_919;

    private final SectionLimits limits =
            new SectionLimits(System::nanoTime, SectionLimits.UNKNOWN_DEFAULT, new SimpleMeterRegistry());
    private final Section generous = section("generous", new Limit(1_000_000_000, 1_000_000_000, Limit.Mode.ENFORCE));
    private final Section[] many = new Section[SECTIONS];
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
    public Object takeCold(Turn turn) {
        return limits.tryTake(many[turn.next()]);
    }

    @Benchmark
    @Threads(2)
    public Object takeColdByTwo(Turn turn) {
        return limits.tryTake(many[turn.next()]);
    }

    @Benchmark
    @Threads(1)
    public Object refuse() {
        return limits.tryTake(stingy);
    }

    @Setup
    public void begin() {
        for (int i = 0; i < SECTIONS; i++) {
            many[i] = section("section-" + i, generous.limit());
            limits.tryTake(many[i]);
        }
    }

    /** Whose turn it is, of each thread. */
    @State(Scope.Thread)
    public static class Turn {
        private int at;

        int next() {
            at = (at + STRIDE) % SECTIONS;
            return at;
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
}
