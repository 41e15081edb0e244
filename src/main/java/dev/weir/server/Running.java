package dev.weir.server;

import dev.weir.admin.Metrics;
import dev.weir.relay.Deliveries;
import dev.weir.server.config.WeirConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Weir that serves, until it is drained. */
final class Running {

    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final WeirConfig config;
    private final String transport;
    private final @Nullable PublicPorts publicPorts;
    private final int privatePort;
    private final Metrics metrics;
    private final AtomicBoolean draining;
    private final Deliveries relay;
    private final LongSupplier nanoTime;
    private final Closing closing;
    private final DrainEndpoint drain;
    private final Supplier<ConfigState> configState;

    Running(
            WeirConfig config,
            String transport,
            @Nullable PublicPorts publicPorts,
            int privatePort,
            Metrics metrics,
            AtomicBoolean draining,
            Deliveries relay,
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

    /** Whether it has a public port. */
    boolean takesEvents() {
        return publicPorts != null;
    }

    int publicPort() {
        return ports().plain();
    }

    int privatePort() {
        return privatePort;
    }

    /** Not of one that takes no events. */
    PublicPorts ports() {
        return Objects.requireNonNull(publicPorts);
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
        PublicPorts open = publicPorts;
        return "weir: "
                + (open == null ? "" : UrlText.of(config.server().host(), open.plain()) + " (public), ")
                + UrlText.of(config.admin().host(), privatePort) + " (private), transport " + transport
                + ", durability "
                + config.promise().label() + ", data "
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
        PublicPorts open = publicPorts;
        if (open != null) {
            Sockets.await(open.drain(limit.dividedBy(2)), limit.dividedBy(2).plusSeconds(1));
        }
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
