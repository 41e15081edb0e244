package dev.weir.ingest.overload;

import dev.weir.event.Priority;
import dev.weir.journal.JournalLoad;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the gate costs each request, where there is time and where there is none; and each turn of a loop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LoopGateBenchmark {

    private long stoodStill;
    private LoopGate calm = gate(System::nanoTime);
    /** In a turn that has lasted for an hour. */
    private LoopGate strained = gate(() -> System.nanoTime() + stoodStill);

    private final LoopGate turning = gate(System::nanoTime);

    @Setup
    public void strain() {
        calm = gate(System::nanoTime);
        calm.tryBeginTurn();
        strained.tryBeginTurn();
        for (int i = 0; i < LoopGate.LEAST_TAKEN; i++) {
            strained.admits(Priority.NORMAL);
        }
        stoodStill = TimeUnit.HOURS.toNanos(1);
    }

    @Benchmark
    public boolean admitHigh() {
        return calm.admits(Priority.HIGH);
    }

    @Benchmark
    public boolean admitAmongTheFirst() {
        calm.endTurn();
        calm.tryBeginTurn();
        return calm.admits(Priority.LOW);
    }

    @Benchmark
    public boolean refuseLow() {
        return strained.admits(Priority.LOW);
    }

    @Benchmark
    public void turn() {
        turning.tryBeginTurn();
        turning.endTurn();
    }

    private static LoopGate gate(LongSupplier nanoTime) {
        return new Overload(
                        OverloadOptions.DEFAULT,
                        nanoTime,
                        () -> JournalLoad.NONE,
                        new SplittableRandom(1),
                        new SimpleMeterRegistry())
                .ofThisLoop();
    }
}
