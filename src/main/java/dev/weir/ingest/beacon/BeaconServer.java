package dev.weir.ingest.beacon;

import dev.weir.dialect.Dialect;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.asset.Assets;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.ingest.origin.OwnOrigin;
import dev.weir.ingest.overload.Overload;
import dev.weir.live.LiveLog;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A public listener: one HTTP server an event loop, all on one port. HTTP/1.1 and HTTP/2. */
public final class BeaconServer {

    /** The guard before it allows half of that for a head, and as much for trailers, which the decoder counts together. */
    private static final int MAX_HEADER_BYTES = 32_768;

    /** HTTP/2 counts the request line among the headers, and 32 bytes more for each (RFC 9113, 6.5.2). */
    private static final int MAX_HTTP2_HEADER_BYTES = 32_768;

    private final Vertx vertx;
    private final BeaconOptions options;
    private final Routes routes;
    private final Intake intake;
    private final IntakeMeters meters;
    private final BooleanSupplier healthy;
    private final CrossOrigin crossOrigin;
    private final Front front;
    private final Overload overload;
    private final Door door;
    private final Assets assets;
    private final Map<String, Stopwatch> stopwatches;
    private final SecretsInUrl secretsInUrl;
    private final LiveLog live;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

    public BeaconServer(
            Vertx vertx,
            BeaconOptions options,
            Collection<Dialect> dialects,
            Intake intake,
            IntakeMeters meters,
            BooleanSupplier healthy,
            Supplier<OriginTable> origins,
            Assets assets,
            Front front,
            Overload overload,
            Door door,
            LiveLog live) {
        this.vertx = vertx;
        this.options = options;
        this.routes = new Routes(dialects);
        this.intake = intake;
        this.meters = meters;
        this.healthy = healthy;
        this.crossOrigin = new CrossOrigin(origins, new OwnOrigin(options.publicUrl()));
        this.front = front;
        this.overload = overload;
        this.door = door;
        this.assets = assets;
        this.stopwatches = front.stopwatches(dialects);
        this.secretsInUrl = front.secretsInUrl(dialects);
        this.live = live;
    }

    /** Binds. The future holds the port, or fails with a {@link java.net.BindException} when it is taken. */
    public Future<Integer> start() {
        DeploymentOptions instances = new DeploymentOptions().setInstances(options.eventLoops());
        return vertx.deployVerticle(Listener::new, instances)
                .map(unused -> servers.get(0).actualPort());
    }

    /** Accepts no more connections, lets requests in progress end, and closes what is left after {@code limit}. */
    public Future<Void> drain(Duration limit) {
        List<Future<Void>> drained = new ArrayList<>();
        for (HttpServer server : servers) {
            drained.add(server.shutdown(limit));
        }
        return Future.all(drained).mapEmpty();
    }

    /** Shows these certificates to whoever connects from now on. */
    public Future<Void> renew(List<PemPair> pairs) {
        List<Future<Boolean>> renewed = new ArrayList<>();
        for (HttpServer server : servers) {
            renewed.add(server.updateSSLOptions(TlsDoor.renewed(pairs)));
        }
        return Future.all(renewed).mapEmpty();
    }

    /** Port 0 alone would give each event loop a port of its own; one number for two doors would make them one. */
    private SocketAddress address() {
        return door.port() == 0
                ? SocketAddress.sharedRandomPort(door.number(), options.host())
                : SocketAddress.inetSocketAddress(door.port(), options.host());
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions server = new HttpServerOptions()
                .setMaxInitialLineLength(BeaconHandler.MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                // No connection becomes one of theirs: what would look out for it need not be in each.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout(Math.toIntExact(options.idleTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        bound(server.getInitialSettings());
        front.bound(server);
        door.prepare(server);
        return server;
    }

    static void bound(Http2Settings settings) {
        settings.setMaxHeaderListSize(MAX_HTTP2_HEADER_BYTES);
    }

    private void onConnection(HttpConnection connection, Callers callers) {
        if (door.admits(connection)) {
            front.widen(connection, callers);
        } else {
            connection.close();
        }
    }

    private final class Listener extends VerticleBase {
        private final Inflation inflation = new Inflation(options.maxBodyBytes());

        @Override
        public Future<?> start() {
            BodyDeadlines deadlines = BodyDeadlines.start(vertx, options.bodyTimeout());
            Callers callers = front.callers();
            Sightings sightings = new Sightings(live, routes, callers);
            HttpServer server = vertx.createHttpServer(serverOptions())
                    .connectionHandler(connection -> onConnection(connection, callers))
                    .exceptionHandler(door::onBadStart)
                    .requestHandler(new BeaconHandler(
                            routes,
                            intake,
                            meters,
                            healthy,
                            options,
                            deadlines,
                            front.bodyMemory(),
                            crossOrigin,
                            callers,
                            sightings,
                            assets,
                            stopwatches,
                            secretsInUrl,
                            front.tracing(),
                            overload.ofThisLoop(),
                            inflation,
                            context))
                    .invalidRequestHandler(new InvalidRequests(meters, deadlines, crossOrigin, sightings, vertx));
            servers.add(server);
            return server.listen(address());
        }

        @Override
        public Future<?> stop() {
            inflation.close();
            return Future.succeededFuture();
        }
    }
}
