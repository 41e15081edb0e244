package dev.weir.ingest.overload;

import dev.weir.journal.JournalLoad;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The gates of a server: one for each event loop, made when it is first asked for. Safe for many threads. */
public final class Overload {

    private final OverloadOptions options;
    private final LongSupplier nanoTime;
    private final Supplier<JournalLoad> journal;
    private final RandomGenerator.SplittableGenerator random;
    private final ShedMeters meters;
    /** No more than there are event loops. */
    private final Map<Thread, LoopGate> gates = new ConcurrentHashMap<>();

    /**
     * @param nanoTime the monotonic clock
     * @param journal how it keeps up, asked each time
     * @param random used under a lock
     */
    public Overload(
            OverloadOptions options,
            LongSupplier nanoTime,
            Supplier<JournalLoad> journal,
            RandomGenerator.SplittableGenerator random,
            MeterRegistry registry) {
        this.options = options;
        this.nanoTime = nanoTime;
        this.journal = journal;
        this.random = random;
        this.meters = new ShedMeters(nanoTime, registry);
        Gauge.builder("weir.overload.level", meters, ShedMeters::level)
                .description("What is being refused for want of time: 0 nothing, 1 low priority, 2 normal as well")
                .strongReference(true)
                .register(registry);
        Gauge.builder("weir.overload.waiting", this, Overload::waiting)
                .description("Requests of low priority that wait while others are served")
                .strongReference(true)
                .register(registry);
        delay(registry, "loop", this::longestTurn);
        delay(registry, "journal", () -> journal.get().delayNanos());
    }

    /** The gate of the event loop that asks: all that listens on it shares its time. */
    public LoopGate ofThisLoop() {
        return gates.computeIfAbsent(Thread.currentThread(), unused -> gate());
    }

    private synchronized LoopGate gate() {
        return new LoopGate(options, nanoTime, journal, random.split(), meters);
    }

    private int waiting() {
        int waiting = 0;
        for (LoopGate gate : gates.values()) {
            waiting += gate.waitingRoom().size();
        }
        return waiting;
    }

    private long longestTurn() {
        long longest = 0;
        for (LoopGate gate : gates.values()) {
            longest = Math.max(longest, gate.delayNanos());
        }
        return longest;
    }

    private static void delay(MeterRegistry registry, String of, LongSupplier nanos) {
        TimeGauge.builder("weir.overload.delay", nanos, TimeUnit.NANOSECONDS, LongSupplier::getAsLong)
                .description("How long requests had to wait at most for an event loop; how far the journal is behind")
                .tag("of", of)
                .strongReference(true)
                .register(registry);
    }
}
