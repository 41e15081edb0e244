package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.Relay;
import dev.weir.relay.RelayOptions;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDeadLetters;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeJournal;
import dev.weir.relay.sink.http.Upstream.Behaviour;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A relay with the HTTP sink, and a real server on the loopback for its upstream. */
final class HttpBench {

    static final Duration LIMIT = Duration.ofSeconds(20);

    final FakeJournal journal = new FakeJournal();
    final FakeDeadLetters deadLetters = new FakeDeadLetters();
    FakeDialect dialect = new FakeDialect();
    final Vertx vertx = Vertx.vertx();
    Upstream upstream;
    RecordingSink sink;
    Relay relay;

    void close() throws Exception {
        if (relay != null) {
            relay.close();
        }
        if (upstream != null) {
            upstream.close();
        }
        Upstream.await(vertx.close());
    }

    void upstream(Behaviour behaviour) throws Exception {
        upstream = Upstream.start(vertx, behaviour);
    }

    void deliver(Protocol protocol) throws Exception {
        deliver(options(protocol, upstream.uri()));
    }

    void deliver(HttpSinkOptions options) throws Exception {
        deliver(options, keys());
    }

    void deliver(HttpSinkOptions options, Map<String, List<Section.Key>> keys) throws Exception {
        relay = Relay.start(setup(options, keys));
        assertThat(relay.drain(LIMIT)).as("drained").isTrue();
    }

    static HttpSinkOptions options(Protocol protocol, URI uri) {
        return options(protocol, uri, HttpSinkOptions.DEFAULT_TIMEOUT);
    }

    static HttpSinkOptions options(Protocol protocol, URI uri, Duration timeout) {
        return new HttpSinkOptions(
                new UpstreamOptions(
                        "vendor",
                        uri,
                        protocol,
                        UpstreamOptions.DEFAULT_CONNECTIONS,
                        UpstreamOptions.DEFAULT_CONNECTION_LIFETIME),
                timeout,
                HttpSinkOptions.DEFAULT_MAX_IN_FLIGHT,
                HttpSinkOptions.DEFAULT_MAX_ANSWER_BYTES,
                java.util.Set.of());
    }

    static Map<String, List<Section.Key>> keys() {
        return Events.section().keys();
    }

    Relay.Setup setup(HttpSinkOptions options, Map<String, List<Section.Key>> keys) {
        Section shop = Events.section("vendor");
        Section section = new Section(
                shop.name(), keys, shop.reading(), shop.answers(), shop.limit(), shop.identity(), shop.sinks());
        RelayOptions quick = new RelayOptions(
                4096, 64 << 20, 100, Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(100));
        sink = new RecordingSink(HttpSink.open(options, vertx, Clock.systemUTC()));
        return new Relay.Setup(
                journal,
                () -> Sections.of(List.of(section)),
                label -> dialect,
                List.of(new Relay.Outlet(sink, deadLetters, OutletOptions.UNPACED)),
                quick,
                "weir-",
                Clock.systemUTC(),
                System::nanoTime,
                new Random(1),
                new SimpleMeterRegistry());
    }

    void addEvents(int count, int devices) {
        for (int i = 0; i < count; i++) {
            int device = i % devices;
            journal.add(1, Events.view("d" + device, "d" + device + "-" + i / devices));
        }
    }

    Cursor cursor() {
        return journal.load("vendor");
    }

    void assertOrderPerDevice() {
        assertOrder(upstream.bodies());
    }

    void assertOrderOfFirstArrivals() {
        assertOrder(upstream.bodies().stream().distinct().toList());
    }

    static void assertOrder(List<String> bodies) {
        Map<String, Integer> latest = new HashMap<>();
        for (String body : bodies) {
            String device = body.substring(0, body.indexOf('-'));
            int number = Integer.parseInt(body.substring(body.indexOf('-') + 1));
            assertThat(number).as(body).isEqualTo(latest.getOrDefault(device, -1) + 1);
            latest.put(device, number);
        }
    }
}
