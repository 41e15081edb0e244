package dev.weir.relay.sink.http;

import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Section;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.upstream.UpstreamOptions;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events delivered per second by {@link HttpSink} to a server in the same JVM, which takes its share of the machine: one
 * thread hands over views of 300 bytes in rounds of 64, as a relay does, with 512 in flight; one event loop sends, over two
 * connections of HTTP/2 with prior knowledge, or sixteen of HTTP/1.1; one receives, and answers 200 with a little JSON.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class OutboundBenchmark {

    private static final int ROUND = 64;
    private static final int IN_FLIGHT = 512;
    private static final int CONNECTIONS = 2;

    private static final String VIEW = "{\"event\":\"view\",\"shop_id\":\"0d42fd8b713d0752776ca589cc0056\","
            + "\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\",\"sid\":\"R5eQXkrKCf\",\"stream\":\"web\","
            + "\"segment\":\"A\",\"referer\":\"https://mystore.com/product/100500\",\"items\":[{\"id\":\"100500\"}],"
            + "\"recommended_by\":\"dynamic\",\"recommended_code\":\"3d045e1b39c321ff695604587597231c\"}";

    @Param({"H2", "HTTP1"})
    Protocol protocol;

    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final LongAdder failed = new LongAdder();
    private final Completion completion = result -> {
        if (result.outcome() != Outcome.DELIVERED) {
            failed.increment();
        }
        room.release();
    };
    private final PersonaClick dialect = new PersonaClick();
    private final Section section = new Section(
            "shop",
            Map.of("personaclick", List.of(new Section.Key("0d42fd8b713d0752776ca589cc0056", null))),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of("vendor"));
    private final Envelope envelope = new Envelope(
            "personaclick",
            "shop",
            EventType.VIEW,
            "7rjVGhMykT",
            "R5eQXkrKCf",
            null,
            Envelope.Notes.NONE,
            new Envelope.Client("203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64)", "https://mystore.com/product/100500"),
            new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, VIEW.getBytes(StandardCharsets.UTF_8)));

    private Vertx vertx;
    private Vertx vendor;
    private HttpSink sink;
    private long seq;

    @Setup(Level.Trial)
    public void open() throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vendor = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpServerOptions server = new HttpServerOptions()
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(IN_FLIGHT / CONNECTIONS));
        int port = Upstream.await(vendor.createHttpServer(server)
                        .requestHandler(OutboundBenchmark::answer)
                        .listen(0, "127.0.0.1"))
                .actualPort();
        UpstreamOptions upstream = new UpstreamOptions(
                "vendor", URI.create("http://127.0.0.1:" + port), protocol, CONNECTIONS, Duration.ofMinutes(5));
        sink = HttpSink.open(
                new HttpSinkOptions(upstream, Duration.ofSeconds(10), IN_FLIGHT, 64 << 10, Set.of()),
                vertx,
                InstantSource.system());
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        room.acquireUninterruptibly(IN_FLIGHT);
        sink.close();
        Upstream.await(vertx.close());
        Upstream.await(vendor.close());
        if (failed.sum() > 0) {
            throw new IllegalStateException(failed + " events were not delivered");
        }
    }

    /** Waits for room, and hands over a round. */
    @Benchmark
    @OperationsPerInvocation(ROUND)
    public long deliver() {
        room.acquireUninterruptibly(ROUND);
        for (int i = 0; i < ROUND; i++) {
            seq++;
            sink.deliver(
                    List.of(new Delivery(new Kept(seq, 1_700_000_000_000L + seq, envelope), section, dialect, "weir-")),
                    completion);
        }
        sink.flush();
        return seq;
    }

    private static void answer(HttpServerRequest request) {
        request.endHandler(received -> request.response()
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer("{\"status\":\"success\"}")));
    }
}
