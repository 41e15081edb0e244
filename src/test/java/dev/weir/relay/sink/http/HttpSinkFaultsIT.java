package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FreePort;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.Relay;
import dev.weir.relay.fake.Events;
import dev.weir.relay.sink.http.Upstream.Received;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upstreams that fail, on the loopback: nothing is lost, and order holds. */
class HttpSinkFaultsIT {

    private final HttpBench bench = new HttpBench();

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void anEventIsTriedAgainAfter503() throws Exception {
        bench.upstream((call, times) -> call.answer(times < 3 ? 503 : 200));
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(bench.upstream.received())
                .extracting(Received::key)
                .containsExactly("weir-1-1", "weir-1-1", "weir-1-1");
    }

    @Test
    void anUpstreamThatAsksForAnHourIsLeftAlone() throws Exception {
        bench.upstream((call, times) -> {
            call.request().response().putHeader("retry-after", "3600");
            call.answer(429);
        });
        bench.journal.add(1, Events.view("d1", "a"));

        bench.relay = Relay.start(bench.setup(HttpBench.options(Protocol.H2, bench.upstream.uri()), HttpBench.keys()));
        bench.relay.drain(Duration.ofSeconds(1));

        assertThat(bench.upstream.received()).hasSize(1);
    }

    @Test
    void anEventIsTriedAgainAfterAConnectionThatClosesMidAnswer() throws Exception {
        bench.upstream((call, times) -> {
            if (times == 1) {
                call.request()
                        .response()
                        .setChunked(true)
                        .write("{")
                        .onComplete(sent -> call.request().connection().close());
            } else {
                call.ok();
            }
        });
        bench.addEvents(20, 4);

        bench.deliver(Protocol.HTTP1);

        assertThat(bench.cursor()).isEqualTo(new Cursor(21, 20, 0, 0, 0));
        bench.assertOrderOfFirstArrivals();
    }

    @Test
    void anEventIsTriedAgainAfterAStreamThatIsReset() throws Exception {
        bench.upstream((call, times) -> {
            if (times == 1) {
                call.request().response().reset(2);
            } else {
                call.ok();
            }
        });
        bench.addEvents(20, 4);

        bench.deliver(Protocol.H2);

        assertThat(bench.cursor()).isEqualTo(new Cursor(21, 20, 0, 0, 0));
    }

    /** Nothing else sends a GOAWAY that excludes streams under way. */
    @SuppressWarnings("deprecation")
    @Test
    void nothingIsLostWhenConnectionsAreSentAway() throws Exception {
        bench.upstream((call, times) -> {
            if (call.body().endsWith("7") && times == 1) {
                call.request().connection().goAway(0);
            }
            call.ok();
        });
        bench.addEvents(200, 10);

        bench.deliver(Protocol.H2);

        assertThat(bench.cursor()).isEqualTo(new Cursor(201, 200, 0, 0, 0));
    }

    @Test
    void anUpstreamThatIsDownAtFirstGetsEverythingLater() throws Exception {
        int port = FreePort.next();
        bench.addEvents(50, 5);
        bench.relay = Relay.start(
                bench.setup(HttpBench.options(Protocol.H2, URI.create("http://127.0.0.1:" + port)), HttpBench.keys()));
        boolean isDrainedWhileDown = bench.relay.drain(Duration.ofMillis(300));

        bench.upstream = Upstream.start(bench.vertx, new HttpServerOptions(), port, (call, times) -> call.ok());
        boolean isDrained = bench.relay.drain(HttpBench.LIMIT);

        assertThat(isDrainedWhileDown).isFalse();
        assertThat(isDrained).isTrue();
        assertThat(bench.upstream.bodies()).hasSize(50).doesNotHaveDuplicates();
        bench.assertOrderPerDevice();
    }

    @Test
    void theCursorStaysBehindAnUpstreamThatDoesNotAnswer() throws Exception {
        bench.upstream((call, times) -> {
            if (!call.body().equals("d0-2")) {
                call.ok();
            }
        });
        bench.addEvents(5, 1);

        bench.relay = Relay.start(bench.setup(HttpBench.options(Protocol.H2, bench.upstream.uri()), HttpBench.keys()));
        boolean isDrained = bench.relay.drain(Duration.ofSeconds(1));
        bench.relay.close();

        assertThat(isDrained).isFalse();
        assertThat(bench.cursor().nextSeq()).isEqualTo(3);
        assertThat(bench.cursor().settled()).isEqualTo(2);
    }

    @Test
    void anAttemptThatTakesTooLongIsMadeAgain() throws Exception {
        bench.upstream((call, times) -> {
            if (times > 1) {
                call.ok();
            }
        });
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(HttpBench.options(Protocol.H2, bench.upstream.uri(), Duration.ofMillis(200)));

        assertThat(bench.upstream.received()).extracting(Received::key).containsExactly("weir-1-1", "weir-1-1");
    }

    @Test
    void afterATimeoutAnotherConnectionIsUsed() throws Exception {
        bench.upstream((call, times) -> {
            if (times > 1) {
                call.ok();
            }
        });
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(HttpBench.options(Protocol.H2, bench.upstream.uri(), Duration.ofMillis(200)));

        assertThat(bench.upstream.received())
                .extracting(call -> call.request().connection().remoteAddress().port())
                .doesNotHaveDuplicates();
    }

    @Test
    void anAnswerThatDripsIsCutAtTheDeadline() throws Exception {
        bench.upstream((call, times) -> {
            if (times > 1) {
                call.ok();
            } else {
                call.request().response().setChunked(true);
                bench.vertx.setPeriodic(20, tick -> call.request().response().write("x"));
            }
        });
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(HttpBench.options(Protocol.H2, bench.upstream.uri(), Duration.ofMillis(300)));

        assertThat(bench.upstream.received()).hasSize(2);
    }
}
