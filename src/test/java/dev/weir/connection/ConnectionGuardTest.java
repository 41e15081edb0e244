package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionGuardTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: weir\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: weir\r\nContent-Length: 4\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final ClosingAnswer LAST = new ClosingAnswer(400, List.of(), new byte[] {'!'});
    private static final String REFUSED = new String(LAST.overHttp1(), StandardCharsets.US_ASCII);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> refused = new ArrayList<>();
    /** What came over it as HTTP/2. */
    private final StringBuilder streamed = new StringBuilder();

    private final ListenerGuard guard = new ListenerGuard(
            "public",
            new ConnectionBounds(
                    10, 10, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(2), 1 << 20, true, true),
            address -> false,
            this::refuse,
            () -> (context, bytes) -> {
                streamed.append(bytes.toString(StandardCharsets.US_ASCII));
                context.fireChannelRead(bytes);
            },
            registry);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    ConnectionGuardTest() {
        channel.freezeTime();
        channel.pipeline().addLast(new ConnectionGuard(guard, guard.deadlines(channel.eventLoop())));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        assertThat(registry.get("weir.connections.held.bytes").gauge().value()).isZero();
    }

    @Test
    void aHeadInPiecesIsPassedOnWhole() {
        for (char c : GET.toCharArray()) {
            assertThat(read()).isEmpty();
            receive(String.valueOf(c));
        }

        assertThat(read()).isEqualTo(GET);
    }

    @Test
    void aBodyIsPassedOnAsItComes() {
        receive(POST + "ab");
        assertThat(read()).isEqualTo(POST + "ab");
        receive("c");
        assertThat(read()).isEqualTo("c");
        receive("d");
        assertThat(read()).isEqualTo("d");
    }

    @Test
    void theNextRequestWaitsForTheAnswer() {
        receive(GET + POST + "abcd" + GET);
        assertThat(read()).isEqualTo(GET);
        assertThat(registry.get("weir.connections.held.bytes").gauge().value())
                .isEqualTo(POST.length() + 4.0 + GET.length());
        assertThat(channel.config().isAutoRead()).isFalse();

        answer(OK.substring(0, 30));
        assertThat(read()).isEmpty();
        answer(OK.substring(30));
        assertThat(read()).isEqualTo(POST + "abcd");

        answer(OK);
        assertThat(read()).isEqualTo(GET);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void anInterimAnswerIsNone() {
        receive(POST);
        answer("HTTP/1.1 100 Continue\r\n\r\n");
        receive("abcd" + GET);
        read();
        assertThat(read()).isEmpty();

        answer(OK);
        assertThat(read()).isEqualTo(GET);
    }

    @Test
    void nothingOfWhatIsWrongIsPassedOn() {
        receive("GET /a HTTP/1.1\r\nHost: weir\r\nOrigin: https://shop.example\r\nX : y\r\n\r\n" + GET);

        assertThat(read()).isEmpty();
        assertThat(sent()).isEqualTo(REFUSED);
        assertThat(refused).containsExactly("MALFORMED https://shop.example");
        receive(GET);
        assertThat(read()).isEmpty();
    }

    @Test
    void whatIsWrongIsToldBehindTheAnswersThatAreDue() {
        receive(GET + "nonsense\r\n\r\n");
        assertThat(refused).isEmpty();
        answer(OK);

        assertThat(sent()).isEqualTo(OK + REFUSED);
    }

    @Test
    void whatIsAnsweredAlreadyIsOnlyClosedForABadBody() {
        receive("POST /a HTTP/1.1\r\nHost: weir\r\nTransfer-Encoding: chunked\r\n\r\n");
        answer(OK);
        receive("x\r\n");

        assertThat(sent()).isEqualTo(OK);
        assertThat(refused).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void nothingElseIsWrittenBehindARefusal() {
        receive("POST /a HTTP/1.1\r\nHost: weir\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
        answer(OK);

        assertThat(sent()).isEqualTo(REFUSED);
    }

    @Test
    void whoSendsNothingIsClosedInTime() {
        pass(Duration.ofSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(2));

        assertThat(channel.isOpen()).isFalse();
        assertThat(count("cut", "silent")).isEqualTo(1);
        assertThat(refused).isEmpty();
    }

    @Test
    void aHeadHasItsTimeInAllHoweverOftenAByteComes() {
        receive("GET /a HTTP/1.1\r\nHost: weir\r\n");
        for (int i = 0; i < 10 && refused.isEmpty(); i++) {
            pass(Duration.ofMillis(500));
            receive("X: y\r\n");
        }

        assertThat(sent()).isEqualTo(REFUSED);
        assertThat(refused).containsExactly("SLOW_HEAD null");
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aBodyHasItsTimeInAll() {
        receive(POST);
        pass(Duration.ofMillis(2_900));
        assertThat(refused).isEmpty();
        pass(Duration.ofMillis(600));

        assertThat(refused).containsExactly("SLOW_BODY null");
    }

    @Test
    void whoWaitsForAnAnswerHasAllTimeAndSoHasWhoIsDone() {
        receive(GET);
        pass(Duration.ofMinutes(1));
        answer(OK);
        pass(Duration.ofMinutes(1));
        receive(GET);

        assertThat(sent()).isEqualTo(OK);
        assertThat(read()).isEqualTo(GET + GET);
    }

    @Test
    void http2IsPassedOnFromItsPrefaceOn() {
        receive(PREFACE.substring(0, 10));
        assertThat(read()).isEmpty();
        receive(PREFACE.substring(10) + "frames");
        receive("more \r\n frames");
        pass(Duration.ofMinutes(1));

        assertThat(read()).isEqualTo(PREFACE + "framesmore \r\n frames");
    }

    /** The server would begin with HTTP/2 in the middle of a request. */
    @Test
    void whoAsksForAnotherProtocolIsServedInThisOne() {
        String head = "POST /a HTTP/1.1\r\nHost: weir\r\nConnection: Upgrade, HTTP2-Settings\r\n%s: h2c\r\n"
                + "HTTP2-Settings: AAMAAABk\r\nContent-Length: 4\r\n\r\n";
        for (char c : head.formatted("Upgrade").toCharArray()) {
            receive(String.valueOf(c));
        }
        receive("ab");
        receive("cd" + PREFACE);
        assertThat(read()).isEqualTo(head.formatted("x-grade") + "abcd");
        answer(OK);

        assertThat(refused).hasSize(1);
        assertThat(streamed).isEmpty();
    }

    @Test
    void closeIsWhatCountsOfSeveralOptions() {
        receive("GET /a HTTP/1.1\r\nHost: weir\r\nConnection: TE, Close\r\nconnection:te\r\nTE: trailers\r\n\r\n");

        assertThat(read())
                .isEqualTo(
                        "GET /a HTTP/1.1\r\nHost: weir\r\nConnection:     close\r\nx-nnection:te\r\nTE: trailers\r\n\r\n");
        answer(OK);
        String other = "GET /a HTTP/1.1\r\nHost: weir\r\nConnection: keep-alive, closed\r\n\r\n";
        receive(other);
        assertThat(read()).isEqualTo(other);
    }

    @Test
    void whoHasSaidAllIsAnswered() {
        receive(GET + POST + "abcd");
        sayAll();
        assertThat(read()).isEqualTo(GET);
        answer(OK);
        assertThat(read()).isEqualTo(POST + "abcd");
        assertThat(channel.isOpen()).isTrue();
        answer(OK);

        assertThat(sent()).isEqualTo(OK + OK);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoHasSaidAllAndWaitsForNothingIsClosed() {
        receive(GET);
        answer(OK);
        sayAll();

        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /a HTTP/1.1\r\n", POST + "abc", GET + POST + "abc", PREFACE})
    void ofAPartTheRestNeverComes(String part) {
        receive(part);
        sayAll();
        if (part.startsWith("GET /a HTTP/1.1\r\nHost")) {
            answer(OK);
        }

        assertThat(channel.isOpen()).isFalse();
    }

    private void sayAll() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        channel.runPendingTasks();
    }

    @Test
    void anEmptyLineBehindARequestMeansNothing() {
        receive(GET);
        answer(OK);
        receive("\r\n");
        pass(Duration.ofMinutes(1));
        receive(GET);

        assertThat(refused).isEmpty();
        assertThat(read()).isEqualTo(GET + GET);
    }

    @Test
    void anEmptyLineBuysNoTimeForTheFirstHead() {
        pass(Duration.ofSeconds(1));
        receive("\r\n");
        pass(Duration.ofSeconds(2));

        assertThat(channel.isOpen()).isFalse();
        assertThat(count("cut", "silent")).isEqualTo(1);
    }

    @Test
    void eachHeadHasItsOwnTime() {
        receive(GET.substring(0, 5));
        pass(Duration.ofMillis(1_500));
        channel.pipeline().addLast(new AnswersAtOnce());
        receive(GET.substring(5) + GET.substring(0, 5));
        pass(Duration.ofMillis(1_500));
        assertThat(refused).isEmpty();
        pass(Duration.ofMillis(700));

        assertThat(refused).containsExactly("SLOW_HEAD null");
    }

    /** It has been counted as refused, and would be counted once more when the server has waited long enough. */
    @Test
    void theServerIsToldThatABodyWillNotComeToItsEnd() {
        Ends ends = new Ends();
        channel.pipeline().addLast(ends);
        receive("POST /a HTTP/1.1\r\nHost: weir\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
        assertThat(ends.told).isZero();
        receive("x\r\n");

        assertThat(ends.told).isEqualTo(1);
        assertThat(sent()).isEqualTo(REFUSED);
        ends.close();
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
        assertThat(ends.told).isEqualTo(1);
    }

    @Test
    void whoRestsIsReadWhenTheTimeIsOver() {
        receive(GET);
        ClientRest.begin(channel);
        answer(OK);
        receive(GET);
        assertThat(read()).isEqualTo(GET);
        pass(Duration.ofMillis(900));
        assertThat(read()).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        pass(Duration.ofMillis(300));

        assertThat(read()).isEqualTo(GET);
        answer(OK);
        receive(GET);
        assertThat(read()).isEqualTo(GET);
    }

    @Test
    void whoComesBackAfterTheTimeDoesNotWait() {
        receive(GET);
        ClientRest.begin(channel);
        answer(OK);
        pass(Duration.ofMillis(1_200));
        receive(GET);

        assertThat(read()).isEqualTo(GET + GET);
    }

    @Test
    void whoRestsMayGo() {
        receive(GET);
        ClientRest.begin(channel);
        answer(OK);
        receive(GET);
        var unused = channel.close();
        pass(Duration.ofSeconds(2));

        assertThat(read()).isEqualTo(GET);
    }

    private ClosingAnswer refuse(Fault fault, Refusals.Unread request) {
        refused.add(fault + " " + request.origin());
        return LAST;
    }

    private void receive(String text) {
        channel.writeInbound(bytes(text));
    }

    private void answer(String text) {
        var unused = channel.writeAndFlush(bytes(text));
        channel.runPendingTasks();
    }

    private void pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
        }
    }

    private String read() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
            text.append(text(bytes));
        }
        return text.toString();
    }

    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(text(bytes));
        }
        return text.toString();
    }

    private double count(String what, String reason) {
        return registry.get("weir.connections." + what)
                .tag("reason", reason)
                .counter()
                .count();
    }

    private static String text(ByteBuf bytes) {
        String text = new String(ByteBufUtil.getBytes(bytes), StandardCharsets.US_ASCII);
        bytes.release();
        return text;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static final class AnswersAtOnce extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object request) {
            ReferenceCountUtil.release(request);
            var unused = context.writeAndFlush(bytes(OK));
        }
    }

    /** A server that closes as soon as it is told that its client has gone. */
    private static final class Ends extends ChannelInboundHandlerAdapter {
        private int told;
        private ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            told++;
            closed.fireChannelInactive();
        }

        void close() {
            var unused = context.close();
        }
    }
}
