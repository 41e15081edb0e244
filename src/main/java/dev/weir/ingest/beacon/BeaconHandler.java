package dev.weir.ingest.beacon;

import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.IntakeRequest;
import dev.weir.ingest.Reply;
import dev.weir.ingest.asset.Asset;
import dev.weir.ingest.asset.Assets;
import dev.weir.ingest.overload.LoopGate;
import dev.weir.live.Sighting;
import dev.weir.trace.Span;
import dev.weir.trace.Tracing;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Routes requests, reads their bodies within bounds, and hands them to the intake. Confined to one event loop. */
final class BeaconHandler implements Handler<HttpServerRequest> {

    private static final String HEALTH = "/health";
    /** For HTTP/1.1 the whole line, for HTTP/2 its path and query. */
    static final int MAX_REQUEST_LINE_BYTES = 8_192;

    private static final int MAX_USER_AGENT_CHARS = 512;
    private static final int MAX_REFERRER_CHARS = 2_048;
    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");

    private final Routes routes;
    private final Intake intake;
    private final IntakeMeters meters;
    private final BooleanSupplier healthy;
    private final int maxBodyBytes;
    private final @Nullable String publicUrl;
    private final ReplyQueue replies;
    private final BodyDeadlines deadlines;
    private final BodyMemory memory;
    private final CrossOrigin crossOrigin;
    private final Callers callers;
    private final Sightings sightings;
    private final Assets assets;
    private final Map<String, Stopwatch> stopwatches;
    private final SecretsInUrl secretsInUrl;
    private final Tracing tracing;
    private final Rush rush;
    private final RefusedRequests refusals;
    private final Inflation inflation;

    BeaconHandler(
            Routes routes,
            Intake intake,
            IntakeMeters meters,
            BooleanSupplier healthy,
            BeaconOptions options,
            BodyDeadlines deadlines,
            BodyMemory memory,
            CrossOrigin crossOrigin,
            Callers callers,
            Sightings sightings,
            Assets assets,
            Map<String, Stopwatch> stopwatches,
            SecretsInUrl secretsInUrl,
            Tracing tracing,
            LoopGate gate,
            Inflation inflation,
            Context loop) {
        this.routes = routes;
        this.intake = intake;
        this.meters = meters;
        this.healthy = healthy;
        this.maxBodyBytes = options.maxBodyBytes();
        this.publicUrl = options.publicUrl();
        this.deadlines = deadlines;
        this.memory = memory;
        this.crossOrigin = crossOrigin;
        this.callers = callers;
        this.sightings = sightings;
        this.assets = assets;
        this.stopwatches = stopwatches;
        this.secretsInUrl = secretsInUrl;
        this.tracing = tracing;
        this.inflation = inflation;
        this.replies = new ReplyQueue(loop);
        this.refusals = new RefusedRequests(meters, deadlines, loop.owner());
        this.rush = new Rush(intake, meters, gate, loop, callers, this::accept);
    }

    @Override
    public void handle(HttpServerRequest request) {
        try {
            route(request);
        } catch (RuntimeException bug) {
            Exchange.fail(request);
            throw bug;
        }
    }

    private void route(HttpServerRequest request) {
        rush.comeTo();
        Sighting sighting = sightings.begin(request);
        Routes.Path path = routes.path(request.path());
        Asset asset = path == null ? assets.at(request.path()) : null;
        if (asset != null) {
            serve(request, sighting, asset);
            return;
        }
        String origin = crossOrigin.open(request);
        if (request.uri().length() > MAX_REQUEST_LINE_BYTES) {
            refuseLongUri(request, sighting, path);
            return;
        }
        if (path == null) {
            offTheMap(request, sighting);
            return;
        }
        if (origin != null && CrossOrigin.isPreflight(request, origin)) {
            preflight(request, path.any().seenBy(sighting), path.allow(), origin);
            return;
        }
        Routes.Target target = path.target(request.method().name());
        if (target == null) {
            request.response().headers().set(HttpHeaders.ALLOW, path.allow());
            refusals.refuse(request, path.any().seenBy(sighting), PlainAnswers.wrongMethod(path.allow()));
        } else {
            read(request, target.seenBy(sighting));
        }
    }

    /** What anybody may read, whose page ever it is: nothing is added for origins, so that one copy serves all. */
    private void serve(HttpServerRequest request, @Nullable Sighting sighting, Asset asset) {
        if (isReading(request)) {
            refusals.discardBody(request);
            MultiMap headers = request.headers();
            Exchange.send(
                    request,
                    asset.answer(headers.get(HttpHeaders.ACCEPT_ENCODING), headers.get(HttpHeaders.IF_NONE_MATCH)));
        } else {
            refuseWriting(request, sighting);
        }
    }

    private void refuseLongUri(HttpServerRequest request, @Nullable Sighting sighting, Routes.@Nullable Path path) {
        if (path == null) {
            refusals.refuse(request, sighting, Rejection.URI_TOO_LONG, PlainAnswers.URI_TOO_LONG);
        } else {
            refusals.refuse(request, path.any().seenBy(sighting), PlainAnswers.uriTooLong());
        }
    }

    /** A browser asks whether a page may send; what it would send, and whose it is, does not come with that. */
    private void preflight(HttpServerRequest request, Routes.Target target, String allow, String origin) {
        Beacon asked = Beacon.withoutBody(
                target.route().method(), path(target.route(), request), QueryText.of(request.query()));
        Section section = intake.named(target.dialect(), target.route(), asked);
        Sighting sighting = target.sighting();
        if (sighting != null && section != null) {
            sighting.onSection(section.name());
        }
        if (crossOrigin.tryAllow(request, origin, section, allow)) {
            meters.onAnsweredAtOnce(target.dialect().label());
            refusals.discardBody(request);
            Exchange.send(request, CrossOrigin.ALLOWED);
            if (sighting != null) {
                sighting.end(CrossOrigin.ALLOWED.status(), null);
            }
        } else {
            refusals.refuse(request, target, PlainAnswers.foreignOrigin());
        }
    }

    private void offTheMap(HttpServerRequest request, @Nullable Sighting sighting) {
        if (!HEALTH.equals(request.path())) {
            refusals.refuse(request, sighting, Rejection.UNKNOWN_PATH, PlainAnswers.UNKNOWN_PATH);
        } else if (isReading(request)) {
            refusals.discardBody(request);
            Exchange.send(request, healthy.getAsBoolean() ? PlainAnswers.HEALTHY : PlainAnswers.NOT_HEALTHY);
        } else {
            refuseWriting(request, sighting);
        }
    }

    private static boolean isReading(HttpServerRequest request) {
        return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    }

    private void refuseWriting(HttpServerRequest request, @Nullable Sighting sighting) {
        request.response().headers().set(HttpHeaders.ALLOW, "GET, HEAD");
        refusals.refuse(request, sighting, Rejection.WRONG_METHOD, PlainAnswers.ONLY_READ);
    }

    private void read(HttpServerRequest request, Routes.Target target) {
        ContentCoding coding = ContentCoding.of(request.headers());
        if (coding == null) {
            request.response().headers().set(HttpHeaders.ACCEPT_ENCODING, ContentCoding.ACCEPTED);
            refusals.refuse(request, target, PlainAnswers.unsupportedEncoding());
            return;
        }
        secretsInUrl.warn(request, target.dialect());
        long declared = DeclaredBody.length(request.headers());
        if (declared > maxBodyBytes) {
            refusals.refuse(request, target, PlainAnswers.bodyTooLarge(maxBodyBytes));
            return;
        }
        Exchange exchange = new Exchange(
                request,
                replies,
                crossOrigin,
                memory,
                stopwatches.get(target.dialect().label()),
                span(request, target));
        if (DeclaredBody.waitsForContinue(request)) {
            request.response().writeContinue();
        }
        BodyReader.read(request, deadlines, memory, maxBodyBytes, new BodyReader.Receiver() {
            @Override
            public void onBody(byte[] body, int held) {
                exchange.hold(held);
                try {
                    // Fast path: it is what it is.
                    if (coding == ContentCoding.IDENTITY) {
                        take(request, target, body, exchange);
                    } else {
                        inflate(coding, request, target, body, held, exchange);
                    }
                } catch (RuntimeException bug) {
                    exchange.fail();
                    throw bug;
                }
            }

            @Override
            public void onTooLarge() {
                refusals.answer(request, target, PlainAnswers.bodyTooLarge(maxBodyBytes));
                exchange.endSpan(Rejection.BODY_TOO_LARGE);
            }

            @Override
            public void onTooSlow() {
                refusals.giveUp(request);
                refusals.answer(request, target, PlainAnswers.slowBody());
                exchange.endSpan(Rejection.SLOW_BODY);
            }

            @Override
            public void onNoMemory() {
                refuseForMemory(request, target, exchange);
            }
        });
    }

    /** @param held of the memory, for the body as it came */
    private void inflate(
            ContentCoding coding,
            HttpServerRequest request,
            Routes.Target target,
            byte[] body,
            int held,
            Exchange exchange) {
        byte[] inflated;
        try {
            inflated = inflation.inflate(coding, body);
        } catch (RejectedException rejected) {
            exchange.letGo();
            refusals.answer(request, target, rejected);
            exchange.endSpan(rejected.rejection());
            return;
        }
        int more = Math.max(0, inflated.length - held);
        if (memory.tryTake(more, inflated.length)) {
            exchange.hold(held + more);
            take(request, target, inflated, exchange);
        } else {
            exchange.letGo();
            refuseForMemory(request, target, exchange);
        }
    }

    private void refuseForMemory(HttpServerRequest request, Routes.Target target, Exchange exchange) {
        rush.tellWhenToRetry(request);
        refusals.answer(request, target, PlainAnswers.noBodyMemory());
        exchange.endSpan(Rejection.BODY_MEMORY);
    }

    private void take(HttpServerRequest request, Routes.Target target, byte[] body, Exchange exchange) {
        rush.comeTo();
        if (!rush.tryPutOff(request, target, body, exchange)) {
            accept(request, target, body, exchange);
        }
    }

    private void accept(HttpServerRequest request, Routes.Target target, byte[] body, Exchange exchange) {
        MultiMap headers = request.headers();
        String cookies = cookies(request);
        Beacon beacon = new Beacon(
                target.route().method(),
                path(target.route(), request),
                QueryText.of(request.query()),
                DeclaredBody.kind(headers, body),
                body);
        String origin = headers.get(HttpHeaders.ORIGIN);
        intake.accept(
                new IntakeRequest(
                        target.dialect(),
                        target.route(),
                        beacon,
                        head(request),
                        headers.get(IDEMPOTENCY_KEY),
                        "1".equals(headers.get(Exchange.WEIR_VERDICTS)),
                        client(request, exchange.span()),
                        cookies,
                        CookieLeave.isGiven(request, cookies, origin),
                        crossOrigin.foreign(request, origin, callers),
                        Prefetch.isSaidIn(headers)),
                rush.gate(),
                receiver(exchange, target, body));
    }

    private Reply.Receiver receiver(Exchange exchange, Routes.Target target, byte[] body) {
        Sighting sighting = target.sighting();
        // Fast path: nobody looks.
        if (sighting == null) {
            return exchange;
        }
        sighting.onBody(body.length);
        return new WatchedExchange(exchange, sighting);
    }

    /** One text for all requests of a path, but where it differs from request to request. */
    private static String path(Route route, HttpServerRequest request) {
        return route.isPattern() ? request.path() : route.path();
    }

    private Head head(HttpServerRequest request) {
        MultiMap headers = request.headers();
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        // Only who shows a key is given URLs; a page's beacon need not pay for a text that nobody reads.
        String origin = authorization == null ? "" : origin(request);
        return new Head(authorization, headers.get(HttpHeaders.CONTENT_TYPE), origin);
    }

    private String origin(HttpServerRequest request) {
        return publicUrl == null ? callers.origin(request) : publicUrl;
    }

    private @Nullable Span span(HttpServerRequest request, Routes.Target target) {
        // Fast path: nothing is traced.
        if (tracing == Tracing.OFF) {
            return null;
        }
        Route route = target.route();
        return tracing.ofRequest(
                route.method(), route.path(), target.dialect().label(), RequestLabels.traceparent(request.headers()));
    }

    /** What is done for a request that has a span is of that span. */
    private Envelope.Client client(HttpServerRequest request, @Nullable Span span) {
        MultiMap headers = request.headers();
        return new Envelope.Client(
                callers.address(request),
                bounded(headers.get(HttpHeaders.USER_AGENT), MAX_USER_AGENT_CHARS),
                bounded(Referrer.kept(headers.get(HttpHeaders.REFERER)), MAX_REFERRER_CHARS),
                RequestLabels.requestId(headers),
                span == null ? RequestLabels.traceparent(headers) : span.traceparent());
    }

    /** HTTP/2 may cut the one field into several (RFC 9113, 8.2.3). */
    private static @Nullable String cookies(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return request.version() == HttpVersion.HTTP_2 && headers.contains(HttpHeaders.COOKIE)
                ? String.join("; ", headers.getAll(HttpHeaders.COOKIE))
                : headers.get(HttpHeaders.COOKIE);
    }

    private static @Nullable String bounded(@Nullable String text, int maxChars) {
        return text == null || text.length() <= maxChars ? text : text.substring(0, maxChars);
    }
}
