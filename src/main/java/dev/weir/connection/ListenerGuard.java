package dev.weir.connection;

import dev.weir.meter.Seldom;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the guards of the connections of some listeners share. Safe for many threads. */
public final class ListenerGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerGuard.class);

    private final String port;
    private final ConnectionBounds bounds;
    private final Refusals refusals;
    private final Supplier<StreamGuard> streamGuards;
    private final OpenConnections open;
    private final ConnectionMeters meters;
    private final Map<EventLoop, Deadlines> deadlines = new ConcurrentHashMap<>();
    /** Whether it has been told that there is no room, and not yet that there is. */
    private final AtomicBoolean isFull = new AtomicBoolean();

    private final Seldom seldom;

    /**
     * @param port which listeners they are, for metrics and logs
     * @param isExempt whose connections do not count by address: proxies, which stand for many
     * @param refusals says what those are answered who are refused
     * @param streamGuards makes one for each connection that speaks HTTP/2
     */
    public ListenerGuard(
            String port,
            ConnectionBounds bounds,
            Predicate<InetAddress> isExempt,
            Refusals refusals,
            Supplier<StreamGuard> streamGuards,
            MeterRegistry registry) {
        this.port = port;
        this.bounds = bounds;
        this.refusals = refusals;
        this.streamGuards = streamGuards;
        this.open = new OpenConnections(bounds.maxConnections(), bounds.maxPerAddress(), isExempt);
        this.seldom = new Seldom(registry.config().clock());
        this.meters = new ConnectionMeters(port, open, registry);
    }

    /** Counts a connection, which must be told of when it is {@link #onClosed closed}; false if there is no room for it. */
    boolean tryAdmit(@Nullable InetAddress address) {
        OpenConnections.Verdict verdict = open.tryAdd(address);
        if (verdict == OpenConnections.Verdict.ADMITTED) {
            return true;
        }
        meters.onRefused(verdict);
        if (verdict == OpenConnections.Verdict.FULL && !isFull.get() && seldom.tryTell()) {
            isFull.set(true);
            LOG.warn("connections.full port={} max={}", port, bounds.maxConnections());
        }
        return false;
    }

    void onClosed(@Nullable InetAddress address) {
        open.remove(address);
        // Not at the first that goes, or the log would tell of each that comes.
        boolean isRoom = open.count() < bounds.maxConnections() - bounds.maxConnections() / 10;
        if (isRoom && isFull.compareAndSet(true, false)) {
            LOG.info("connections.free port={}", port);
        }
    }

    ConnectionBounds bounds() {
        return bounds;
    }

    Refusals refusals() {
        return refusals;
    }

    ConnectionMeters meters() {
        return meters;
    }

    StreamGuard streamGuard() {
        return streamGuards.get();
    }

    /** Those of a loop, on which this must be asked. */
    Deadlines deadlines(EventLoop loop) {
        return deadlines.computeIfAbsent(loop, first -> Deadlines.start(first, bounds, meters));
    }
}
