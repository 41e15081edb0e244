package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.Context;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor is asked, and what comes back, on the loopback. */
class ProxyIT {

    private static final String JSON = "{\"html\":\"<b>é</b>\"}";

    private final ProxyBench bench = new ProxyBench();

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void thePageGetsTheVendorsAnswer(Protocol protocol) throws Exception {
        bench.vendor(
                protocol,
                (request, body) -> request.response()
                        .putHeader("content-type", "application/json; charset=utf-8")
                        .end(JSON));
        FakeInquiry inquiry = FakeInquiry.get("/recommend/a", "shop_id=1");

        Told told = bench.ask(inquiry);

        assertThat(told.absence()).isNull();
        assertThat(told.text()).isEqualTo(JSON);
        assertThat(inquiry.received().contentType()).isEqualTo("application/json; charset=utf-8");
    }

    @Test
    void http2IsSpokenWithPriorKnowledge() throws Exception {
        AtomicReference<HttpVersion> version = new AtomicReference<>();
        bench.vendor(Protocol.H2, (request, body) -> {
            version.set(request.version());
            request.response().end("{}");
        });

        bench.ask(FakeInquiry.get("/recommend/a", "")).reception();

        assertThat(version.get()).isEqualTo(HttpVersion.HTTP_2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void theVendorGetsTheDialectsRequestAndNothingElse(Protocol protocol) throws Exception {
        Map<String, String> headers = new HashMap<>();
        AtomicReference<String> sent = new AtomicReference<>();
        bench.vendor(protocol, (request, body) -> {
            request.headers()
                    .forEach(header ->
                            headers.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
            sent.set(request.method() + " " + request.uri() + " " + body);
            request.response().end("{}");
        });
        Beacon beacon =
                new Beacon("POST", "/v2/choose", "a=%C3%A9&b[]=1", Beacon.BodyKind.JSON, "{\"x\":1}".getBytes());

        bench.ask(FakeInquiry.of(new Outbound(beacon, "application/json", "Bearer t0p")))
                .reception();

        assertThat(sent.get()).isEqualTo("POST /v2/choose?a=%C3%A9&b[]=1 {\"x\":1}");
        headers.keySet()
                .removeIf(name -> name.startsWith(":") || name.equals("host") || name.equals("x-http2-stream-id"));
        assertThat(headers)
                .containsOnly(
                        Map.entry("accept", "application/json, */*;q=0.5"),
                        Map.entry("accept-encoding", "identity"),
                        Map.entry("authorization", "Bearer t0p"),
                        Map.entry("content-length", "7"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("user-agent", "Browser/1.0"),
                        Map.entry("via", "1.1 weir"),
                        Map.entry("x-forwarded-for", "192.0.2.7"));
    }

    @Test
    void thePathOfTheBaseUriStandsBeforeTheDialects() throws Exception {
        AtomicReference<String> uri = new AtomicReference<>();
        bench.vendor(Protocol.H2, (request, body) -> {
            uri.set(request.uri());
            request.response().end("{}");
        });
        bench.upstreams.close();
        bench.registry.clear();
        bench.proxy(Protocol.H2, URI.create(bench.uri() + "/base/"));

        bench.ask(FakeInquiry.get("/recommend/a", "")).reception();

        assertThat(uri.get()).isEqualTo("/base/recommend/a");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsGivenToTheDialectAndNotFollowed(int status) throws Exception {
        bench.vendor(
                Protocol.H2,
                (request, body) -> request.response()
                        .setStatusCode(status)
                        .putHeader("location", "http://127.0.0.1:1/stolen")
                        .end());
        FakeInquiry inquiry = FakeInquiry.get("/recommend/a", "");

        bench.ask(inquiry).reception();

        assertThat(inquiry.received().status()).isEqualTo(status);
        assertThat(inquiry.received().location()).isEqualTo("http://127.0.0.1:1/stolen");
        assertThat(bench.requests.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 404, 429, 500, 503})
    void everyWholeAnswerIsTheDialectsToJudge(int status) throws Exception {
        bench.vendor(
                Protocol.H2,
                (request, body) -> request.response().setStatusCode(status).end());
        FakeInquiry inquiry = FakeInquiry.get("/recommend/a", "");

        bench.ask(inquiry).reception();

        assertThat(inquiry.received().status()).isEqualTo(status);
        assertThat(inquiry.received().body()).isEmpty();
    }

    @Test
    void theVendorsCookieDoesNotReachThePage() throws Exception {
        bench.vendor(
                Protocol.H2,
                (request, body) ->
                        request.response().putHeader("set-cookie", "did=1").end("{}"));

        Told told = bench.ask(FakeInquiry.get("/recommend/a", ""));

        assertThat(told.reception().answer().headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void theVendorsCookieIsNotSentBack() throws Exception {
        AtomicReference<String> cookie = new AtomicReference<>();
        bench.vendor(Protocol.H2, (request, body) -> {
            cookie.set(request.getHeader("cookie"));
            request.response().putHeader("set-cookie", "did=1").end("{}");
        });

        bench.ask(FakeInquiry.get("/recommend/a", "")).reception();
        bench.ask(FakeInquiry.get("/recommend/a", "")).reception();

        assertThat(cookie.get()).isNull();
    }

    @Test
    void aPageWithoutContentToFallBackOnIsRejected() throws Exception {
        bench.proxy(Protocol.H2, RawVendor.nowhere());

        Told told = bench.ask(FakeInquiry.get("/recommend/a", "").withoutFallback());

        assertThat(rejection(told)).isEqualTo(Rejection.UPSTREAM_TIMEOUT);
    }

    @Test
    void aPathThatLeadsElsewhereIsRejectedAndNotSent() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end("{}"));

        Told told = bench.ask(FakeInquiry.get("//evil.example/a", ""));

        assertThat(rejection(told)).isEqualTo(Rejection.MALFORMED_REQUEST);
        assertThat(bench.requests.get()).isZero();
    }

    @Test
    void aSectionWithoutAnUpstreamGetsTheFallback() throws Exception {
        bench.proxy(Protocol.H2, RawVendor.nowhere());
        Told told = new Told();

        bench.upstreams.ask(bench.section(), "pagent", FakeInquiry.get("/recommend/a", ""), ProxyBench.CLIENT, told);

        assertThat(told.absence()).isEqualTo(Absence.NO_UPSTREAM);
        assertThat(bench.upstreams.has(bench.section(), "pagent")).isFalse();
        assertThat(bench.upstreams.has(bench.section(), ProxyBench.DIALECT)).isTrue();
    }

    @Test
    void aCallerOnAnEventLoopIsToldThere() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end("{}"));
        CompletableFuture<Thread> loopThread = new CompletableFuture<>();
        bench.loop.runOnContext(now -> loopThread.complete(Thread.currentThread()));

        Told told = bench.ask(FakeInquiry.get("/recommend/a", ""));
        told.reception();

        assertThat(told.thread()).isSameAs(loopThread.get());
    }

    @Test
    void aCallerOnNoEventLoopIsToldToo() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end(JSON));
        Told told = new Told();

        bench.upstreams.ask(
                bench.section(), ProxyBench.DIALECT, FakeInquiry.get("/recommend/a", ""), ProxyBench.CLIENT, told);

        assertThat(told.text()).isEqualTo(JSON);
    }

    @Test
    void theVendorHearsNothingOfTheWarmUp() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end("{}"));

        ProxyBench.await(bench.upstreams.warmUp());

        assertThat(bench.connections.get()).isZero();
    }

    @Test
    void whoAsksAfterTheEndGetsTheFallback() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end("{}"));
        bench.upstreams.close();

        assertThat(bench.ask(FakeInquiry.get("/recommend/a", "")).absence()).isEqualTo(Absence.UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void aRequestOverAConnectionThatTheVendorJustClosedIsMadeAgain(Protocol protocol) throws Exception {
        bench.vendor(protocol, (request, body) -> {
            if (bench.connections.get() == 1) {
                request.connection().close();
            } else {
                request.response().end("{}");
            }
        });

        assertThat(bench.ask(FakeInquiry.get("/recommend/a", "")).absence()).isNull();
    }

    @Test
    void aRequestThatTellsOfAnEventIsNotMadeAgain() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.connection().close());

        Told told = bench.ask(FakeInquiry.get("/recommend/a", "").carryingEvents());

        assertThat(told.absence()).isEqualTo(Absence.BROKEN_OFF);
        assertThat(bench.requests.get()).isEqualTo(1);
    }

    @Test
    void aStreamThatWasRefusedIsTriedOnceMore() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().reset(7));

        Told told = bench.ask(FakeInquiry.post("/recommend/a", "{}").carryingEvents());

        assertThat(told.absence()).isEqualTo(Absence.BROKEN_OFF);
        assertThat(bench.requests.get()).isEqualTo(2);
    }

    @Test
    void theTimesAreMeasuredByRouteAndOutcome() throws Exception {
        bench.vendor(
                Protocol.H2,
                (request, body) -> request.response()
                        .setStatusCode("/recommend/b".equals(request.path()) ? 500 : 200)
                        .end("{}"));

        bench.ask(FakeInquiry.get("/recommend/a", "")).reception();
        bench.ask(FakeInquiry.get("/recommend/b", "")).reception();

        assertThat(timed("answered")).isEqualTo(1);
        assertThat(timed("status")).isEqualTo(1);
    }

    @Test
    void eachEventLoopHasItsOwnConnection() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end("{}"));
        List<Context> loops = List.of(bench.loop, bench.otherLoop());

        for (Context loop : loops) {
            bench.askOn(loop, FakeInquiry.get("/recommend/a", "")).reception();
            bench.askOn(loop, FakeInquiry.get("/recommend/a", "")).reception();
        }

        Await.until("two connections", () -> bench.connections.get() == 2);
    }

    private long timed(String outcome) {
        return bench.registry
                .get("weir.upstream")
                .tags("upstream", "vendor", "route", FakeInquiry.ROUTE, "outcome", outcome)
                .timer()
                .count();
    }

    private static Rejection rejection(Told told) throws Exception {
        try {
            throw new AssertionError("not rejected: " + told.reception());
        } catch (ExecutionException rejected) {
            return ((RejectedException) rejected.getCause()).rejection();
        }
    }
}
