package dev.weir.relay.pace;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a relay asks before each request: may it go, and if not, when; and what it tells afterwards. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PaceBenchmark {

    private final SectionPace generous =
            new SectionPace(new PaceOptions(1_000_000_000, 1_000_000_000), System::nanoTime);
    private final SectionPace spent = new SectionPace(new PaceOptions(1, 1), System::nanoTime);
    private final SectionPace unlimited = new SectionPace(PaceOptions.UNLIMITED, System::nanoTime);
    private final ConcurrencyLimit limit = new ConcurrencyLimit(4, 256);

    @Benchmark
    public boolean take() {
        return generous.tryTake(System.nanoTime());
    }

    @Benchmark
    public boolean takeUnlimited() {
        return unlimited.tryTake(System.nanoTime());
    }

    /** What each answer teaches about how many calls the vendor bears. */
    @Benchmark
    public int learn() {
        limit.onAnswer(20_000_000, limit.limit());
        return limit.limit();
    }

    @Benchmark
    public long waitForAToken() {
        long now = System.nanoTime();
        return spent.tryTake(now) ? 0 : spent.nanosToNext(now);
    }
}
