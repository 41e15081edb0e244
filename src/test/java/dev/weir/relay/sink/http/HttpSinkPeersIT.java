package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.upstream.FramePeer;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Vendors that fail in every way there is, in HTTP/2 of three makes: everything is delivered in the end, the first arrivals of
 * each device's events are in order, each repetition carries the key of the first, and what is certain counts as certain.
 */
class HttpSinkPeersIT {

    private static final int DEVICES = 5;
    private static final int EVENTS = 30;

    private final HttpBench bench = new HttpBench();

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void nothingIsLostToAServerInNode(Fault fault) throws Exception {
        assumeTrue(NodePeer.isThere(), "there is no node on the PATH: the foreign HTTP/2 peer is left out");
        try (NodePeer peer = NodePeer.start(fault.name())) {
            deliver(peer.uri(), fault);
            peer.stop();

            assertBooks(fault, peer.arrivals());
        }
    }

    /** Vert.x's own server has no way to exclude a stream that it has seen, but by a number of one's own. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "GO_AWAY")
    void nothingIsLostToAServerInVertx(Fault fault) throws Exception {
        bench.upstream((call, times) -> {
            if (times > 1 || !isStruck(call.body())) {
                call.ok();
            } else {
                strike(call, fault);
            }
        });

        deliver(bench.upstream.uri(), fault);

        assertBooks(
                fault,
                bench.upstream.received().stream()
                        .map(call -> new Arrival(call.key(), call.body()))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET_INTERNAL_ERROR", "RESET_REFUSED_STREAM", "RESET_CANCEL", "GO_AWAY", "CLOSED_MID_ANSWER"})
    void nothingIsLostToAServerOfBareFrames(Fault fault) throws Exception {
        try (FramePeer peer = FramePeer.start((request, times) -> {
            if (times > 1 || !isStruck(request.body())) {
                request.ok();
            } else {
                strike(request, fault);
            }
        })) {
            deliver(peer.uri(), fault);

            assertBooks(fault, arrivals(peer));
        }
    }

    /** It takes every frame and says nothing at all, like a host that has vanished; those that connect later are served. */
    @Test
    void whatIsUnderWayOverADeadConnectionIsSentOverAnother() throws Exception {
        Set<FramePeer.Connection> dead = new HashSet<>();
        try (FramePeer peer = FramePeer.startDeaf((request, times) -> {
            synchronized (dead) {
                if (times == 1 && dead.isEmpty()) {
                    dead.add(request.connection());
                }
                if (dead.contains(request.connection())) {
                    return;
                }
            }
            request.ok();
        })) {
            bench.addEvents(EVENTS, DEVICES);
            UpstreamOptions upstream = new UpstreamOptions("vendor", peer.uri(), Protocol.H2, 2, Duration.ofMinutes(5))
                    .withPings(Duration.ofMillis(100), Duration.ofMillis(100));

            bench.deliver(HttpSinkOptions.of(upstream));

            assertThat(bench.cursor()).isEqualTo(new Cursor(EVENTS + 1, EVENTS, 0, 0, 0));
            assertOrderAndKeys(arrivals(peer));
            assertThat(bench.sink.results(Outcome.UNKNOWN)).isNotEmpty();
            assertThat(bench.sink.results()).extracting(Result::reason).doesNotContain("timeout");
        }
    }

    private void deliver(URI uri, Fault fault) throws Exception {
        bench.addEvents(EVENTS, DEVICES);
        Duration timeout = Fault.OF_TIME.contains(fault) ? Duration.ofMillis(300) : HttpSinkOptions.DEFAULT_TIMEOUT;
        bench.deliver(HttpBench.options(Protocol.H2, uri, timeout));
    }

    private void assertBooks(Fault fault, List<Arrival> arrivals) {
        assertThat(bench.cursor()).isEqualTo(new Cursor(EVENTS + 1, EVENTS, 0, 0, 0));
        assertThat(arrivals).extracting(Arrival::body).contains(everyBody());
        assertOrderAndKeys(arrivals);
        if (fault.certainty == Fault.Certainty.UNPROCESSED) {
            assertThat(bench.sink.results(Outcome.UNKNOWN)).isEmpty();
            assertThat(bench.sink.results(Outcome.UNPROCESSED)).isNotEmpty();
        } else {
            assertThat(bench.sink.results(Outcome.UNKNOWN)).isNotEmpty();
        }
    }

    private static void assertOrderAndKeys(List<Arrival> arrivals) {
        HttpBench.assertOrder(arrivals.stream().map(Arrival::body).distinct().toList());
        Map<String, String> keys = new HashMap<>();
        for (Arrival arrival : arrivals) {
            assertThat(keys.merge(arrival.body(), arrival.key(), (first, again) -> first))
                    .as(arrival.body())
                    .isEqualTo(arrival.key());
        }
        assertThat(keys.values()).doesNotHaveDuplicates();
    }

    private static String[] everyBody() {
        String[] bodies = new String[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            bodies[i] = "d" + i % DEVICES + "-" + i / DEVICES;
        }
        return bodies;
    }

    private static List<Arrival> arrivals(FramePeer peer) {
        return peer.requests().stream()
                .map(request -> new Arrival(request.key(), request.body()))
                .toList();
    }

    private static boolean isStruck(String body) {
        return Integer.parseInt(body.substring(body.indexOf('-') + 1)) % 3 == 1;
    }

    private void strike(Upstream.Received call, Fault fault) {
        switch (fault) {
            case RESET_INTERNAL_ERROR -> call.request().response().reset(2);
            case RESET_REFUSED_STREAM -> call.request().response().reset(7);
            case RESET_CANCEL -> call.request().response().reset(8);
            case TOO_MANY_FOR_A_SECOND -> answer(call, 429, "1");
            case TOO_MANY_UNTIL_A_DATE -> answer(call, 429, inASecond());
            case UNAVAILABLE -> answer(call, 503, "1");
            case CLOSED_MID_ANSWER ->
                call.request()
                        .response()
                        .setChunked(true)
                        .write("{")
                        .onComplete(sent -> call.request().connection().close());
            case LATE -> bench.vertx.setTimer(600, late -> call.ok());
            case SILENCE, GO_AWAY -> {}
        }
    }

    private static void answer(Upstream.Received call, int status, String retryAfter) {
        call.request().response().putHeader("retry-after", retryAfter);
        call.answer(status);
    }

    private static String inASecond() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Clock.systemUTC().instant().plusSeconds(1).atZone(ZoneOffset.UTC));
    }

    private static void strike(FramePeer.Request request, Fault fault) throws IOException {
        switch (fault) {
            case RESET_INTERNAL_ERROR -> request.reset(2);
            case RESET_REFUSED_STREAM -> request.reset(7);
            case RESET_CANCEL -> request.reset(8);
            case GO_AWAY -> request.goAway();
            case CLOSED_MID_ANSWER -> {
                request.begin();
                request.hangUp();
            }
            default -> throw new IllegalArgumentException(fault.name());
        }
    }
}
