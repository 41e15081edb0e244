package dev.weir.server;

import dev.weir.admin.Metrics;
import dev.weir.relay.Relay;
import dev.weir.server.config.WeirConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Weir that serves, until it is drained. */
final class Running {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final WeirConfig config;
    private final String transport;
    private final PublicPorts publicPorts;
    private final int privatePort;
    private final Metrics metrics;
    private final AtomicBoolean draining;
    private final Relay relay;
    private final LongSupplier nanoTime;
    private final Closing closing;
    private final DrainEndpoint drain;
    private final Supplier<ConfigState> configState;

    Running(
            WeirConfig config,
            String transport,
            PublicPorts publicPorts,
            int privatePort,
            Metrics metrics,
            AtomicBoolean draining,
            Relay relay,
            LongSupplier nanoTime,
            Closing closing,
            DrainEndpoint drain,
            Supplier<ConfigState> configState) {
        this.config = config;
        this.transport = transport;
        this.publicPorts = publicPorts;
        this.privatePort = privatePort;
        this.metrics = metrics;
        this.draining = draining;
        this.relay = relay;
        this.nanoTime = nanoTime;
        this.closing = closing;
        this.drain = drain;
        this.configState = configState;
    }

    /** What is to be done when somebody asks over the private port that the process end. */
    void onDrainAsked(Runnable action) {
        drain.onAsked(action);
    }

    int publicPort() {
        return publicPorts.plain();
    }

    int privatePort() {
        return privatePort;
    }

    PublicPorts ports() {
        return publicPorts;
    }

    Metrics metrics() {
        return metrics;
    }

    /** Which config holds. */
    ConfigState configState() {
        return configState.get();
    }

    /** How long a stop may take. */
    Duration drainTimeout() {
        return config.drainTimeout();
    }

    /** The start-up line. */
    String summary() {
        return "weir: " + UrlText.of(config.server().host(), publicPorts.plain()) + " (public), "
                + UrlText.of(config.admin().host(), privatePort) + " (private), transport " + transport
                + ", durability "
                + config.journal().durability().label() + ", data "
                + config.data().toAbsolutePath().normalize();
    }

    /** Accepts no more, answers what is in progress, delivers what is owed as far as the limit allows, and closes. */
    void drain(Duration limit) {
        if (draining.getAndSet(true)) {
            return;
        }
        LOG.info("drain.started");
        long deadline = nanoTime.getAsLong() + limit.toNanos();
        // Callers get half of the time at most, so that one who never ends cannot take the relay's share.
        Sockets.await(publicPorts.drain(limit.dividedBy(2)), limit.dividedBy(2).plusSeconds(1));
        Duration left = Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
        LOG.info("drain.ended everythingDelivered={}", deliver(left));
        closing.close();
    }

    /** Closes at once what nobody will miss. */
    void abandon() {
        if (!draining.getAndSet(true)) {
            closing.close();
        }
    }

    private boolean deliver(Duration limit) {
        try {
            return relay.drain(limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
