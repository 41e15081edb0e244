package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.http.Upstream.Received;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the HTTP sink sends, and what it makes of answers, against real servers on the loopback. */
class HttpSinkIT {

    private final HttpBench bench = new HttpBench();

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void theVendorGetsTheDialectsRequest() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        Received call = bench.upstream.received().get(0);
        assertThat(call.request().method().name() + " " + call.request().uri()).isEqualTo("POST /push?shop_id=key-1");
        assertThat(call.body()).isEqualTo("a");
        assertThat(headers(call))
                .containsEntry("content-type", "application/json")
                .containsEntry("idempotency-key", "weir-1-1")
                .containsEntry("x-forwarded-for", "192.0.2.7")
                .containsEntry("user-agent", "Browser/1.0")
                .containsEntry("accept", "application/json");
    }

    @Test
    void thePathOfTheBaseUriStandsBeforeTheDialects() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(HttpBench.options(Protocol.H2, URI.create(bench.upstream.uri() + "/base/")));

        assertThat(bench.upstream.received().get(0).request().path()).isEqualTo("/base/push");
    }

    @Test
    void priorKnowledgeSpeaksHttp2() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(bench.upstream.received()).extracting(Received::version).containsExactly(HttpVersion.HTTP_2);
    }

    @Test
    void autoUpgradesToHttp2() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));
        bench.journal.add(2, Events.view("d1", "b"));

        bench.deliver(Protocol.AUTO);

        assertThat(bench.upstream.received().get(1).version()).isEqualTo(HttpVersion.HTTP_2);
    }

    @Test
    void autoFallsBackToHttp1() throws Exception {
        bench.upstream = Upstream.start(
                bench.vertx, new HttpServerOptions().setHttp2ClearTextEnabled(false), 0, (call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));
        bench.journal.add(2, Events.view("d1", "b"));

        bench.deliver(Protocol.AUTO);

        assertThat(bench.upstream.received())
                .extracting(Received::version)
                .containsExactly(HttpVersion.HTTP_1_1, HttpVersion.HTTP_1_1);
    }

    @Test
    void http1CarriesManyEvents() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.addEvents(500, 50);

        bench.deliver(Protocol.HTTP1);

        assertThat(bench.upstream.bodies()).hasSize(500);
        bench.assertOrderPerDevice();
    }

    @Test
    void withoutFaultsEveryEventArrivesOnceAndInOrder() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.addEvents(2000, 20);

        bench.deliver(Protocol.H2);

        assertThat(bench.upstream.bodies()).hasSize(2000).doesNotHaveDuplicates();
        bench.assertOrderPerDevice();
        assertThat(bench.cursor()).isEqualTo(new Cursor(2001, 2000, 0, 0, 0));
    }

    @Test
    void aRefusedEventBecomesADeadLetter() throws Exception {
        bench.upstream((call, times) -> call.answer(call.body().equals("d0-0") ? 400 : 200));
        bench.addEvents(3, 1);

        bench.deliver(Protocol.H2);

        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(1L);
        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::status).containsExactly(400);
        assertThat(bench.cursor()).isEqualTo(new Cursor(4, 2, 0, 1, 0));
    }

    @Test
    void aRedirectIsNotFollowedAndTheEventIsStillOwed() throws Exception {
        bench.upstream((call, times) -> {
            call.request().response().putHeader("location", "/elsewhere");
            call.answer(times < 3 ? 301 : 200);
        });
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(bench.upstream.received())
                .extracting(call -> call.request().path())
                .containsExactly("/push", "/push", "/push");
        assertThat(bench.cursor()).isEqualTo(new Cursor(2, 1, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void anEncodedQueryGoesOutByteForByte(Protocol protocol) throws Exception {
        String query = "q=%C3%A9t%c3%a9+%2B%20%25&e=&f&%E9=%00;a[]=1&x=a/b?c:@!$'()*,~";
        bench.dialect = new FakeDialect().sendingQuery(query);
        bench.upstream((call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(protocol);

        assertThat(bench.upstream.received().get(0).request().uri()).isEqualTo("/push?" + query);
    }

    @Test
    void aSectionWithoutAKeyOfTheDialectIsRefused() throws Exception {
        bench.upstream((call, times) -> call.ok());
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(HttpBench.options(Protocol.H2, bench.upstream.uri()), Map.of());

        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(1L);
    }

    @Test
    void aHugeAnswerIsCutAndCountsByItsStatus() throws Exception {
        Buffer huge = Buffer.buffer(new byte[8 << 20]);
        bench.upstream((call, times) -> call.okWith(huge));
        bench.addEvents(5, 1);

        bench.deliver(Protocol.H2);

        assertThat(bench.upstream.bodies()).hasSize(5);
        assertThat(bench.cursor()).isEqualTo(new Cursor(6, 5, 0, 0, 0));
    }

    @Test
    void aHugeAnswerOverHttp1IsCutToo() throws Exception {
        Buffer huge = Buffer.buffer(new byte[8 << 20]);
        bench.upstream((call, times) -> call.okWith(huge));
        bench.addEvents(5, 1);

        bench.deliver(Protocol.HTTP1);

        assertThat(bench.upstream.bodies()).hasSize(5);
        assertThat(bench.cursor()).isEqualTo(new Cursor(6, 5, 0, 0, 0));
    }

    private static Map<String, String> headers(Received call) {
        Map<String, String> headers = new HashMap<>();
        call.request().headers().forEach(each -> headers.put(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
        return headers;
    }
}
