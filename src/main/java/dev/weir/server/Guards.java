package dev.weir.server;

import dev.weir.admin.UnreadCalls;
import dev.weir.connection.ConnectionBounds;
import dev.weir.connection.ConnectionOptions;
import dev.weir.connection.GuardedTransport;
import dev.weir.connection.ListenerGuard;
import dev.weir.connection.Refusals;
import dev.weir.connection.StreamGuard;
import dev.weir.connection.http2.Http2Bounds;
import dev.weir.connection.http2.Http2Bounds.Counts;
import dev.weir.connection.http2.Http2Guards;
import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.ingest.client.IpAddress;
import dev.weir.server.config.WeirConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.transport.Transport;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says how connections to each of the ports are guarded. */
final class Guards {

    private static final Logger LOG = LoggerFactory.getLogger(Guards.class);

    /** Operators and what scrapes them. */
    private static final int PRIVATE_CONNECTIONS = 256;

    private static final Duration PRIVATE_BODY_TIMEOUT = Duration.ofSeconds(30);
    /** Who watches the live log and stops reading keeps others from watching; when he comes again, he is told what he missed. */
    private static final Duration PRIVATE_WRITE_TIMEOUT = Duration.ofMinutes(1);

    /** Who reads bodies ends them by itself; this is for those that it would forget. */
    private static final Duration BODY_GRACE = Duration.ofSeconds(2);

    /** What the process needs beside visitors: jars, the journal, sinks, upstreams, the private port. */
    private static final int RESERVED_FILES = 512;

    /** What part of the memory answers may take that clients do not read. */
    private static final int UNREAD_SHARE = 8;

    private final WeirConfig config;
    private final MeterRegistry registry;
    private final boolean isRehearsal;

    Guards(Basis basis) {
        this.config = basis.config();
        this.registry = basis.registry();
        this.isRehearsal = basis.isRehearsal();
    }

    Transport ofPublicPorts(Transport chosen, Refusals refusals, LoopTimes times) {
        ConnectionOptions options = config.connections();
        ConnectionBounds bounds = new ConnectionBounds(
                withinFiles(options.maxConnections()),
                options.maxConnectionsPerAddress(),
                options.headTimeout(),
                config.server().bodyTimeout().plus(BODY_GRACE),
                options.writeTimeout(),
                Runtime.getRuntime().maxMemory()
                        / UNREAD_SHARE
                        / config.server().eventLoops(),
                true,
                true);
        Http2Guards streams = new Http2Guards(http2(), refusals, registry);
        return new GuardedTransport(
                chosen,
                new ListenerGuard("public", bounds, proxies(), refusals, streams::guard, registry),
                times::timed);
    }

    private Http2Bounds http2() {
        FrontOptions.Http2 options = config.front().http2();
        return new Http2Bounds(
                new Counts(options.maxResets(), options.maxControlFrames()),
                new Counts(options.trustedMaxResets(), options.trustedMaxControlFrames()),
                options.resetWindow(),
                config.connections().headTimeout(),
                options.streamTimeout(),
                config.connections().headTimeout(),
                config.server().idleTimeout());
    }

    Transport ofPrivatePort(Transport chosen) {
        ConnectionBounds bounds = new ConnectionBounds(
                PRIVATE_CONNECTIONS,
                PRIVATE_CONNECTIONS,
                config.connections().headTimeout(),
                PRIVATE_BODY_TIMEOUT,
                PRIVATE_WRITE_TIMEOUT,
                Runtime.getRuntime().maxMemory() / UNREAD_SHARE,
                false,
                false);
        return new GuardedTransport(
                chosen,
                new ListenerGuard(
                        "private", bounds, address -> false, new UnreadCalls(), () -> StreamGuard.NONE, registry));
    }

    /** Behind a content network all visitors come from a few addresses. */
    private Predicate<InetAddress> proxies() {
        FrontOptions front = config.front();
        FrontOptions.ProxyProtocol proxyProtocol = front.proxyProtocol();
        if (front.trusted().peers().isEmpty() && proxyProtocol == null) {
            return address -> false;
        }
        return address -> {
            IpAddress peer = IpAddress.ofSocket(address.getHostAddress());
            if (peer == null) {
                return false;
            }
            return front.trusted().peers().contains(peer)
                    || (proxyProtocol != null && proxyProtocol.peers().contains(peer));
        };
    }

    /** An accept that fails for want of files is no refusal: the kernel's line fills up, and nobody is served. */
    private int withinFiles(int wanted) {
        long files = mostFiles();
        long room = Math.max(files / 2, files - RESERVED_FILES);
        if (room >= wanted) {
            return wanted;
        }
        tellLowered(room, wanted, files);
        return Math.toIntExact(Math.max(1, room));
    }

    /** It is worth a warning only where somebody has asked for more. */
    private void tellLowered(long room, int wanted, long files) {
        if (isRehearsal) {
            return;
        }
        Level level = wanted == ConnectionOptions.DEFAULT.maxConnections() ? Level.INFO : Level.WARN;
        LOG.atLevel(level)
                .log(
                        "connections.lowered max={} wanted={} files={} (raise ulimit -n, or lower server.max-connections)",
                        room,
                        wanted,
                        files);
    }

    /** How many files the process may have open, where the system says so. */
    private static long mostFiles() {
        try {
            Object count = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "MaxFileDescriptorCount");
            return count instanceof Long files ? files : Long.MAX_VALUE;
        } catch (JMException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
