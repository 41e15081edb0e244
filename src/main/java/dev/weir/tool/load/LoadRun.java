package dev.weir.tool.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** One run against one server. Confined to the thread that runs it, which is kept until the last answer. */
public final class LoadRun {

    private static final long LOOK_AGAIN_NANOS = 10_000_000L;

    private final LoadPlan plan;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    public LoadRun(LoadPlan plan, RandomGenerator random, LongSupplier nanoTime) {
        this.plan = plan;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs it.
     *
     * @param onProgress gets a line now and then
     */
    public LoadResult run(Consumer<Progress> onProgress) {
        // One loop, so that most of a small machine is the server's.
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            return run(vertx, onProgress);
        } finally {
            vertx.close();
        }
    }

    private LoadResult run(Vertx vertx, Consumer<Progress> onProgress) {
        Duration longest = plan.duration().plus(plan.timeout());
        Recorder recorder = new Recorder(new Timeline(longest));
        Duration cpuBefore = cpu();
        long start = nanoTime.getAsLong();
        LongSupplier clock = () -> nanoTime.getAsLong() - start;
        HttpWire wire = new HttpWire(vertx, plan, recorder, clock);
        Schedule schedule = new Schedule(plan.rate(), plan.arrivals(), plan.duration(), random);
        String run = Long.toHexString(random.nextLong() >>> 16);
        new Pacer(plan, schedule, recorder, random, clock, run)
                .run(wire, now -> onProgress.accept(new Progress(now, recorder.progress())));
        long deadline = clock.getAsLong() + plan.timeout().toNanos();
        while (recorder.inFlight() > 0 && clock.getAsLong() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        long elapsed = clock.getAsLong();
        return recorder.result(plan, elapsed, share(cpuBefore, elapsed));
    }

    private static double share(Duration before, long elapsedNanos) {
        long used = cpu().minus(before).toNanos();
        return (double) used / elapsedNanos / Runtime.getRuntime().availableProcessors();
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** How it goes. */
    public record Progress(long nanos, Recorder.Progress counts) {

        /** The line to show. */
        public String line(LoadPlan plan) {
            double seconds = nanos / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%3.0f s of %d s  %d sent (%.0f/s)  %d answered, %d of them 2xx  %d failed  p99 %.1f ms",
                    seconds,
                    plan.duration().toSeconds(),
                    counts.sent(),
                    counts.sent() / Math.max(seconds, 0.001),
                    counts.answered(),
                    counts.succeeded(),
                    counts.failed() + counts.unsent(),
                    counts.p99Micros() / 1_000.0);
        }
    }
}
