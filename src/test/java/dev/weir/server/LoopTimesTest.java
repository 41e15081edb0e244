package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How busy a real event loop is said to be. */
final class LoopTimesTest {

    private static final long WORK = Duration.ofMillis(60).toNanos();
    private static final long REST = Duration.ofMillis(300).toNanos();

    private final LoopTimes times = new LoopTimes(System::nanoTime);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, times.timed(NioIoHandler.newFactory()));
    private final EventExecutor loop = group.iterator().next();

    @AfterEach
    void stop() throws InterruptedException {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
    }

    @Test
    void workCountsAndRestDoesNot() throws Exception {
        times.register(loop, "7", registry);
        loop.submit(() -> spin(WORK)).sync();
        Await.until("the work counts", () -> busyNanos() >= WORK);
        double busy = busyNanos();
        long begun = System.nanoTime();

        loop.schedule(() -> {}, REST, TimeUnit.NANOSECONDS).sync();

        assertThat(busyNanos() - busy).isLessThan((System.nanoTime() - begun) / 2.0);
    }

    @Test
    void aLoopOfAnotherTransportHasNone() {
        MultiThreadIoEventLoopGroup others = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            times.register(others.iterator().next(), "0", registry);

            assertThat(registry.getMeters()).isEmpty();
        } finally {
            others.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }

    private double busyNanos() {
        return registry.get("weir.loop.busy").tag("loop", "7").functionCounter().count() * 1e9;
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
