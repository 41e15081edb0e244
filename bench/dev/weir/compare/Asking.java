package dev.weir.compare;

import dev.weir.compare.Round.Load;
import java.io.IOException;
import java.time.Duration;

/** Asks a server for a while, and tells what that took. Confined to one thread. */
final class Asking {

    private static final int MOST_WARM_UPS = 60;

    private final Cores servers;

    /** @param servers the cores that all of them have */
    Asking(Cores servers) {
        this.servers = servers;
    }

    /** @param cpuSeconds of the server's */
    void warmUp(Contender contender, Load load, double cpuSeconds) throws IOException {
        double enough = contender.cpuSeconds() + cpuSeconds;
        for (int tries = 0; contender.cpuSeconds() < enough && tries < MOST_WARM_UPS; tries++) {
            run(contender, load, 0, Duration.ofSeconds(1));
        }
    }

    /** @param rate requests a second, where the load is open */
    Round run(Contender contender, Load load, double rate, Duration duration) throws IOException {
        contender.awaitIdle();
        String authority =
                contender.address().getHostString() + ":" + contender.address().getPort();
        Requests requests = new Requests(
                contender.entry().shape(), authority, contender.entry().crowd());
        try (Generator generator = new Generator(contender.address(), requests, load.isHttp2(), load.connections())) {
            double before = contender.cpuSeconds();
            double busyBefore = servers.busySeconds();
            Tally tally = load.isOpen() ? generator.open(rate, duration) : generator.closed(duration);
            double others = servers.busySeconds() - busyBefore - (contender.cpuSeconds() - before);
            contender.awaitIdle();
            return Round.of(
                    contender.entry().name(),
                    load,
                    tally,
                    contender.cpuSeconds() - before,
                    Math.max(0, others * 1e9 / tally.wallNanos / servers.count()));
        } catch (IOException failure) {
            throw new IOException(
                    contender.entry().name() + ", " + load.label() + ": " + failure.getMessage(), failure);
        }
    }
}
