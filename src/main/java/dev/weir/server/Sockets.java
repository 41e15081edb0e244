package dev.weir.server;

import dev.weir.server.config.WeirConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sockets are served, and how the main thread waits for them at start and stop. */
final class Sockets {

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final Duration BIND_LIMIT = Duration.ofSeconds(20);

    private static final int MAX_RECORD_SECONDS = 60;
    private static final int MAX_ABSENCE_SECONDS = 1;
    private static final int HOSTS_SECONDS = 10;

    private Sockets() {}

    /** @throws StartException if a transport was asked for by name and cannot be had here */
    static Transport choose(WeirConfig.Transport wanted) throws StartException {
        return switch (wanted) {
            case AUTO -> Transport.EPOLL.available() ? Transport.EPOLL : Transport.NIO;
            case EPOLL -> require(Transport.EPOLL);
            case IO_URING -> require(Transport.IO_URING);
            case NIO -> Transport.NIO;
        };
    }

    static Vertx open(Transport transport, int eventLoops) {
        return open(transport, eventLoops, names());
    }

    static Vertx open(Transport transport, int eventLoops, AddressResolverOptions names) {
        return Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(eventLoops).setAddressResolverOptions(names))
                .withTransport(transport)
                .build();
    }

    /**
     * How names become addresses, so that an upstream that moves is found again: a record is believed for as long as it says,
     * but no longer than a minute; that there is none, for a second; and the hosts file, which Vert.x reads once unless told
     * otherwise, is read again every ten seconds.
     */
    static AddressResolverOptions names() {
        return new AddressResolverOptions()
                .setCacheMaxTimeToLive(MAX_RECORD_SECONDS)
                .setCacheNegativeTimeToLive(MAX_ABSENCE_SECONDS)
                .setHostsRefreshPeriod(HOSTS_SECONDS)
                .setHostsRefreshPeriodUnit(TimeUnit.SECONDS);
    }

    /**
     * Waits until a server listens.
     *
     * @param setting what the operator can change to have another port
     * @return the port
     */
    static int bind(String host, int port, String setting, Future<Integer> listening) throws StartException {
        String address = host + ":" + port;
        try {
            return listening.toCompletionStage().toCompletableFuture().get(BIND_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new StartException(1, address + ": " + reason(failure, setting), failure);
        } catch (TimeoutException | InterruptedException failure) {
            throw new StartException(1, address + ": not bound within " + BIND_LIMIT, failure);
        }
    }

    /** Waits until something is connected. Returns why it is not, on one line; null if it is. */
    static @Nullable String refusal(Future<Void> connected, Duration limit) {
        try {
            connected.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            return String.valueOf((cause == null ? failure : cause).getMessage())
                    .replaceAll("\\p{Cntrl}", " ");
        } catch (TimeoutException late) {
            return "no answer within " + limit;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Waits for the end of something that is being stopped; that it did not end well is only logged. */
    static void await(Future<Void> stopped, Duration limit) {
        try {
            stopped.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            LOG.warn("wait.incomplete", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Transport require(Transport transport) throws StartException {
        if (!transport.available()) {
            throw new StartException(
                    1,
                    "server.transport: " + transport.name()
                            + " (expected: auto, or what this kernel and platform offer): "
                            + transport.unavailabilityCause(),
                    transport.unavailabilityCause());
        }
        return transport;
    }

    /** A taken port is a BindException with one transport, and only a text with another. */
    private static String reason(ExecutionException failure, String setting) {
        Throwable cause = failure.getCause();
        String message = String.valueOf((cause == null ? failure : cause).getMessage());
        return message.contains("in use")
                ? "in use by another process (expected: a free port; set " + setting + ")"
                : message + " (expected: an address of this host and a port that may be bound)";
    }
}
