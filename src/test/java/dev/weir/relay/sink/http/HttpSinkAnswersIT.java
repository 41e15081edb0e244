package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.Result;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a vendor's answer. */
class HttpSinkAnswersIT {

    private static final String SECRET = "s3cr3t/of the shop";
    private static final String TOKEN = "t0ken-of-the-shop";

    private final HttpBench bench = new HttpBench();
    private final List<String> judged = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void theAnswerOfAVendorThatRefusesIsKept(Protocol protocol) throws Exception {
        bench.upstream(
                (call, times) -> call.request().response().setStatusCode(422).end("{\"error\":\"no such product\"}"));
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(protocol);

        assertThat(refusals()).extracting(Result::answer).containsExactly("{\"error\":\"no such product\"}");
        assertThat(refusals()).extracting(Result::reason).containsExactly("status 422");
    }

    @Test
    void itIsKeptInPartIfItIsLong() throws Exception {
        bench.upstream((call, times) -> call.request()
                .response()
                .setStatusCode(400)
                .end(Buffer.buffer(new byte[1 << 20]).setString(0, "x".repeat(3_000))));
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(refusals()).extracting(Result::answer).containsExactly("x".repeat(AnswerText.MAX_CHARS));
    }

    @Test
    void whatComesInPiecesIsKeptAsAWhole() throws Exception {
        bench.upstream((call, times) -> {
            call.request().response().setStatusCode(400).setChunked(true);
            call.request()
                    .response()
                    .write("one ")
                    .compose(sent -> call.request().response().write("two "))
                    .compose(sent -> call.request().response().end("three"));
        });
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(refusals()).extracting(Result::answer).containsExactly("one two three");
    }

    @Test
    void theShopsSecretsAreNotInIt() throws Exception {
        bench.dialect = new WithToken();
        bench.upstream((call, times) -> call.request()
                .response()
                .setStatusCode(403)
                .end("{\"you sent\":\"" + SECRET + "\",\"and\":\"" + TOKEN + "\",\"as\":\"Bearer " + TOKEN + "\"}"));
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(HttpBench.options(Protocol.H2, bench.upstream.uri()), keysWithSecret());

        assertThat(refusals())
                .extracting(Result::answer)
                .containsExactly("{\"you sent\":\"***\",\"and\":\"***\",\"as\":\"***\"}");
    }

    @Test
    void whatIsEncodedIsNotShown() throws Exception {
        bench.upstream((call, times) -> call.request()
                .response()
                .putHeader("content-encoding", "gzip")
                .setStatusCode(400)
                .end("whatever"));
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(refusals()).extracting(Result::answer).containsExactly("");
    }

    @Test
    void aVendorMayRefuseWithAGoodStatus() throws Exception {
        bench.dialect = new Judging();
        bench.upstream((call, times) ->
                call.okWith(Buffer.buffer(call.body().equals("d0-1") ? "{\"status\":\"error\"}" : "{}")));
        bench.addEvents(3, 1);

        bench.deliver(Protocol.H2);

        assertThat(bench.cursor()).isEqualTo(new Cursor(4, 2, 0, 1, 0));
        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(2L);
        assertThat(refusals()).containsExactly(Result.refused(200, "the vendor says error", "{\"status\":\"error\"}"));
    }

    @Test
    void whoJudgesIsShownTheBeginningOfALongAnswer() throws Exception {
        bench.dialect = new Judging();
        bench.upstream((call, times) -> call.okWith(Buffer.buffer("y".repeat(1 << 20))));
        bench.journal.add(1, Events.view("d1", "a"));

        bench.deliver(Protocol.H2);

        assertThat(judged).containsExactly("y".repeat(64 << 10));
        assertThat(bench.cursor()).isEqualTo(new Cursor(2, 1, 0, 0, 0));
    }

    @Test
    void anEventIsNotSentForEverBecauseItsAnswerCannotBeJudged() throws Exception {
        bench.dialect = new Failing();
        bench.upstream((call, times) -> call.ok());
        bench.addEvents(3, 1);

        bench.deliver(Protocol.H2);

        assertThat(bench.upstream.bodies()).hasSize(3);
        assertThat(bench.cursor()).isEqualTo(new Cursor(4, 3, 0, 0, 0));
    }

    private List<Result> refusals() {
        return bench.sink.results(dev.weir.relay.sink.Outcome.REFUSED);
    }

    private static Map<String, List<Section.Key>> keysWithSecret() {
        return Map.of(FakeDialect.LABEL, List.of(new Section.Key("key-1", SECRET)));
    }

    private static final class WithToken extends FakeDialect {
        @Override
        public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
            Beacon beacon = super.outbound(envelope, acceptedMillis, keys).beacon();
            return new Outbound(beacon, "application/json", "Bearer " + TOKEN);
        }
    }

    private final class Judging extends FakeDialect {
        @Override
        public boolean judgesAnswers() {
            return true;
        }

        @Override
        public String refusal(VendorAnswer answer) {
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            synchronized (judged) {
                judged.add(body);
            }
            return body.contains("error") ? "the vendor says error" : null;
        }
    }

    private static final class Failing extends FakeDialect {
        @Override
        public boolean judgesAnswers() {
            return true;
        }

        @Override
        public String refusal(VendorAnswer answer) {
            throw new IllegalStateException("cannot read it");
        }
    }
}
