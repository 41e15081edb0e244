package dev.weir.server;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process well: on SIGTERM or SIGINT, or when an operator asks for it, it drains, then exits with 0. */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** For closing files and sockets, when all of the drain's own time was used up. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Running running;
    private final Duration limit;
    private volatile boolean drained;

    Lifecycle(Running running, Duration limit) {
        this.running = running;
        this.limit = limit;
    }

    void stopOnSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::drainAndHalt, "weir-stop"));
        running.onDrainAsked(Lifecycle::exit);
    }

    /** On a thread of its own, since it does not return: the hook above ends the process. */
    private static void exit() {
        new Thread(() -> System.exit(0), "weir-exit").start();
    }

    /**
     * Halts, because a JVM that ends by a signal would report 143 although everything went as it should; and because what
     * is acknowledged is on disk, so that a drain which hangs is better cut off than waited for.
     */
    private void drainAndHalt() {
        Thread drain = new Thread(this::drain, "weir-drain");
        drain.setDaemon(true);
        drain.start();
        try {
            drain.join(limit.plus(GRACE).toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!drained) {
            LOG.error("drain.incomplete limit={}", limit);
        }
        Runtime.getRuntime().halt(drained ? 0 : 1);
    }

    private void drain() {
        try {
            running.drain(limit);
            drained = true;
        } catch (RuntimeException failure) {
            LOG.error("drain.failed", failure);
        }
    }
}
