package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.http.Upstream.Received;
import dev.weir.upstream.UpstreamOptions.Protocol;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several events in one request. */
class HttpSinkBatchIT {

    private final HttpBench bench = new HttpBench();
    private final FakeDialect dialect = new JoiningDialect(3);
    private HttpSink sink;

    @AfterEach
    void close() throws Exception {
        if (sink != null) {
            sink.close();
        }
        bench.close();
    }

    @Test
    void severalEventsGoOutInOneRequest() throws Exception {
        open();

        Result result = deliver(delivery(1, "a"), delivery(2, "b"), delivery(3, "c"));

        assertThat(result).isEqualTo(Result.DELIVERED);
        assertThat(bench.upstream.bodies()).containsExactly("a\nb\nc");
        assertThat(bench.upstream.received().get(0).request().path()).isEqualTo("/bulk");
    }

    @Test
    void aBatchNamesItselfAndEachOfItsEvents() throws Exception {
        open();

        deliver(delivery(1, "a"), delivery(2, "b"));
        deliver(delivery(1, "a"), delivery(2, "b"));

        assertThat(bench.upstream.received())
                .extracting(call -> call.request().getHeader("weir-event-keys"))
                .containsExactly("weir-1-1, weir-2-1", "weir-1-1, weir-2-1");
        assertThat(bench.upstream.received()).extracting(Received::key).allMatch(key -> key.startsWith("batch-"));
        assertThat(bench.upstream.received().stream().map(Received::key).distinct())
                .hasSize(1);
    }

    @Test
    void anEventByItselfHasItsOwnKeyAndNoList() throws Exception {
        open();

        deliver(delivery(1, "a"));

        Received call = bench.upstream.received().get(0);
        assertThat(call.key()).isEqualTo("weir-1-1");
        assertThat(call.request().getHeader("weir-event-keys")).isNull();
        assertThat(call.request().path()).isEqualTo("/push");
    }

    @Test
    void whatTheEventsDoNotAgreeOnIsNotPassedOn() throws Exception {
        open();
        Envelope other = Events.view("d1", "b");
        Envelope elsewhere = new Envelope(
                other.dialect(),
                other.section(),
                other.type(),
                other.deviceId(),
                other.sessionId(),
                other.clientSessionId(),
                other.notes(),
                new Envelope.Client("192.0.2.99", "Browser/1.0", null),
                other.beacon());

        deliver(delivery(1, "a"), new Delivery(new Kept(2, 1, elsewhere), Events.section(), dialect, "weir-"));

        Received call = bench.upstream.received().get(0);
        assertThat(call.request().getHeader("x-forwarded-for")).isNull();
        assertThat(call.request().getHeader("user-agent")).isEqualTo("Browser/1.0");
    }

    @Test
    void asManyGoTogetherAsTheVendorTakes() throws Exception {
        open();

        assertThat(sink.maxBatch(delivery(1, "a"))).isEqualTo(3);
        assertThat(sink.maxBatch(Events.delivery(1, 1, Events.view("d1", "a")))).isEqualTo(1);
    }

    @Test
    void noMoreGoTogetherThanTheirKeysHaveRoom() throws Exception {
        open();
        Delivery greedy = new Delivery(
                new Kept(1, 1, Events.view("d1", "a")), Events.section(), new JoiningDialect(1_000_000), "weir-");

        assertThat(sink.maxBatch(greedy)).isEqualTo(EventKeys.room(greedy));
    }

    @Test
    void eventsThatShareARequestHaveTheSameCredentials() throws Exception {
        open();
        Section renewed = new Section(
                Events.SECTION,
                Map.of(FakeDialect.LABEL, List.of(new Section.Key("key-2", null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of());
        Delivery later = new Delivery(new Kept(2, 1, Events.view("d1", "b")), renewed, dialect, "weir-");

        assertThat(sink.batchKey(delivery(1, "a"))).isEqualTo(sink.batchKey(delivery(2, "b")));
        assertThat(sink.batchKey(delivery(1, "a"))).isNotEqualTo(sink.batchKey(later));
    }

    @Test
    void aBatchThatIsRefusedIsRefusedAsAWhole() throws Exception {
        bench.upstream((call, times) -> call.answer(400));
        sink = HttpSink.open(HttpBench.options(Protocol.H2, bench.upstream.uri()), bench.vertx, Clock.systemUTC());

        assertThat(deliver(delivery(1, "a"), delivery(2, "b")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    private void open() throws Exception {
        bench.upstream((call, times) -> call.ok());
        sink = HttpSink.open(HttpBench.options(Protocol.H2, bench.upstream.uri()), bench.vertx, Clock.systemUTC());
    }

    private Delivery delivery(long seq, String product) {
        return new Delivery(new Kept(seq, 1, Events.view("d1", product)), Events.section(), dialect, "weir-");
    }

    private Result deliver(Delivery... batch) throws Exception {
        CompletableFuture<Result> result = new CompletableFuture<>();
        sink.deliver(List.of(batch), result::complete);
        sink.flush();
        return result.get(60, TimeUnit.SECONDS);
    }
}
