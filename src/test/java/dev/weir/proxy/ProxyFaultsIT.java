package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.proxy.ProxyBench.Behaviour;
import dev.weir.upstream.UpstreamOptions.Protocol;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vendors that fail, on the loopback. Every page is told once, and by its deadline: by the time that a timer fires which was
 * armed on the same event loop, for the same span, right after the page had asked, the page has been told. That holds on a
 * machine of any speed, because a loop fires its timers in the order of their times.
 */
class ProxyFaultsIT {

    private static final Duration DEADLINE = Duration.ofMillis(200);

    private final ProxyBench bench = new ProxyBench();
    private RawVendor raw;

    @AfterEach
    void close() throws Exception {
        bench.close();
        if (raw != null) {
            raw.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void aVendorThatIsSlow(Protocol protocol) throws Exception {
        bench.deadline = DEADLINE;
        bench.vendor(
                protocol,
                (request, body) -> bench.vendorVertx.setTimer(
                        600, late -> request.response().end("{}")));

        assertToldInTime(Absence.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aVendorThatNeverAnswers(Protocol protocol) throws Exception {
        bench.deadline = DEADLINE;
        bench.vendor(protocol, (request, body) -> {});

        assertToldInTime(Absence.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void aVendorThatDrips(Protocol protocol) throws Exception {
        bench.deadline = DEADLINE;
        bench.vendor(protocol, (request, body) -> {
            HttpServerResponse response = request.response().setChunked(true);
            bench.vendorVertx.setPeriodic(10, tick -> response.write("x"));
        });

        assertToldInTime(Absence.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aVendorThatAcceptsAndNeverSpeaks(Protocol protocol) throws Exception {
        bench.deadline = DEADLINE;
        raw = RawVendor.start(socket -> {});
        bench.proxy(protocol, raw.uri());

        assertToldInTime(Absence.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aVendorThatIsABlackHole(Protocol protocol) throws Exception {
        bench.deadline = DEADLINE;
        raw = RawVendor.blackHole();
        bench.proxy(protocol, raw.uri());

        assertToldInTime(Absence.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aVendorThatIsNotThere(Protocol protocol) throws Exception {
        bench.proxy(protocol, RawVendor.nowhere());

        assertTold(Absence.UNREACHABLE);
    }

    @Test
    void aVendorThatSpeaksSomethingElseWhereHttp2WasMeant() throws Exception {
        raw = RawVendor.start(RawVendor.answering("220 mail.example ESMTP\r\n", false));
        bench.proxy(Protocol.H2, raw.uri());

        assertTold(Absence.UNREACHABLE);
    }

    @Test
    void aVendorThatSpeaksSomethingElse() throws Exception {
        raw = RawVendor.start(RawVendor.answering("220 mail.example ESMTP\r\n\r\n", false));
        bench.proxy(Protocol.HTTP1, raw.uri());

        assertTold(Absence.BROKEN_OFF);
    }

    @Test
    void anAnswerThatIsShorterThanItSays() throws Exception {
        raw = RawVendor.start(RawVendor.answering("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"html\":", false));
        bench.proxy(Protocol.HTTP1, raw.uri());

        assertTold(Absence.BROKEN_OFF);
    }

    /** A page that got one would wait for the answer that follows, or take what comes next for another protocol. */
    @ParameterizedTest
    @ValueSource(strings = {"101 Switching Protocols", "150 Odd", "000 Nothing", "99 Less", "600 More", "1000 Much"})
    void aStatusThatIsNoAnswers(String status) throws Exception {
        raw = RawVendor.start(RawVendor.answering("HTTP/1.1 " + status + "\r\ncontent-length: 2\r\n\r\n{}", false));
        bench.proxy(Protocol.HTTP1, raw.uri());

        assertTold(Absence.MEANINGLESS);
    }

    @Test
    void anAnswerWithTwoLengths() throws Exception {
        raw = RawVendor.start(
                RawVendor.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} ", false));
        bench.proxy(Protocol.HTTP1, raw.uri());

        assertTold(Absence.BROKEN_OFF);
    }

    @Test
    void aConnectionThatIsResetInTheMiddleOfTheAnswer() throws Exception {
        raw = RawVendor.start(RawVendor.answering("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"html\":", true));
        bench.proxy(Protocol.HTTP1, raw.uri());

        assertTold(Absence.BROKEN_OFF);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void aConnectionThatIsClosedInTheMiddleOfTheAnswer(Protocol protocol) throws Exception {
        bench.vendor(
                protocol,
                (request, body) -> request.response()
                        .setChunked(true)
                        .write("{\"html\":")
                        .onComplete(sent -> request.connection().close()));

        assertTold(Absence.BROKEN_OFF);
    }

    @Test
    void aStreamThatIsReset() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().reset(2));

        assertTold(Absence.BROKEN_OFF);
    }

    /** Nothing else sends a GOAWAY that excludes streams under way. */
    @SuppressWarnings("deprecation")
    @Test
    void aVendorThatSendsEveryConnectionAway() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> {
            request.connection().goAway(0, 0);
            request.connection().close();
        });

        assertTold(Absence.BROKEN_OFF);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void anAnswerThatIsHuge(Protocol protocol) throws Exception {
        Buffer huge = Buffer.buffer(new byte[4 << 20]);
        bench.vendor(
                protocol, (request, body) -> request.response().setChunked(true).end(huge));

        assertTold(Absence.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void anAnswerThatSaysThatItIsHuge(Protocol protocol) throws Exception {
        bench.vendor(protocol, (request, body) -> {
            request.response().putHeader("content-length", "4000000");
            request.response().write("x");
        });

        assertTold(Absence.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"H2", "HTTP1"})
    void anAnswerThatIsCompressedAlthoughNobodyAsked(Protocol protocol) throws Exception {
        bench.vendor(
                protocol,
                (request, body) ->
                        request.response().putHeader("content-encoding", "gzip").end("?"));

        assertTold(Absence.MEANINGLESS);
    }

    @Test
    void anAnswerThatTheDialectStumblesOver() throws Exception {
        bench.vendor(Protocol.H2, (request, body) -> request.response().end("{}"));

        Told told = bench.ask(FakeInquiry.post("/recommend/a", "{}").failingToRead());

        assertThat(told.absence()).isEqualTo(Absence.MEANINGLESS);
    }

    @Test
    void aVendorThatComesBackIsAskedAgain() throws Exception {
        bench.deadline = DEADLINE;
        AtomicInteger turn = new AtomicInteger();
        Behaviour hangingOnFirstConnection = (request, body) -> {
            if (bench.connections.get() > 1) {
                request.response().end("{}");
            } else {
                turn.incrementAndGet();
            }
        };
        bench.vendor(Protocol.H2, hangingOnFirstConnection);

        Await.until(
                "an answer over another connection",
                () -> bench.ask(FakeInquiry.post("/recommend/a", "{}")).absence() == null);

        assertThat(turn.get()).isPositive();
    }

    private void assertTold(Absence absence) throws Exception {
        Told told = bench.ask(FakeInquiry.post("/recommend/a", "{}"));

        assertThat(told.absence()).isEqualTo(absence);
        assertToldOnceAndNothingLeft(told);
    }

    private void assertToldInTime(Absence absence) throws Exception {
        Told told = new Told();
        AtomicInteger timesByTheDeadline = new AtomicInteger(-1);
        bench.loop.runOnContext(now -> {
            bench.upstreams.ask(
                    bench.section(),
                    ProxyBench.DIALECT,
                    FakeInquiry.post("/recommend/a", "{}"),
                    ProxyBench.CLIENT,
                    told);
            bench.vertx.setTimer(DEADLINE.toMillis(), over -> timesByTheDeadline.set(told.times()));
        });

        assertThat(told.absence()).isEqualTo(absence);
        Await.until("the deadline", () -> timesByTheDeadline.get() >= 0);
        assertThat(timesByTheDeadline.get()).isEqualTo(1);
        assertToldOnceAndNothingLeft(told);
    }

    private void assertToldOnceAndNothingLeft(Told told) {
        Await.until("nothing in flight", () -> bench.gauge("weir.upstream.in_flight") == 0);
        assertThat(bench.gauge("weir.upstream.waiting")).isZero();
        assertThat(told.times()).isEqualTo(1);
    }
}
