package dev.weir.connection.http2;

import static dev.weir.Http2Frames.END_HEADERS;
import static dev.weir.Http2Frames.bytes;
import static dev.weir.Http2Frames.frame;
import static dev.weir.Http2Frames.get;
import static dev.weir.Http2Frames.hello;
import static dev.weir.Http2Frames.join;
import static dev.weir.Http2Frames.ping;
import static dev.weir.Http2Frames.post;
import static dev.weir.Http2Frames.repeat;
import static dev.weir.Http2Frames.reset;
import static dev.weir.Http2Frames.settings;
import static dev.weir.Http2Frames.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Http2Frames;
import dev.weir.connection.ClosingAnswer;
import dev.weir.connection.http2.Http2Bounds.Counts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class Http2GuardTest {

    private static final int MAX_RESETS = 5;
    private static final int MAX_CONTROL_FRAMES = 20;
    private static final Http2Bounds BOUNDS = new Http2Bounds(
            new Counts(MAX_RESETS, MAX_CONTROL_FRAMES),
            new Counts(10 * MAX_RESETS, 10 * MAX_CONTROL_FRAMES),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(40),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60));
    private static final int CALM = 11;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Http2Pulse pulse = new Http2Pulse();
    private final Http2Guard guard = new Http2Guard(
            BOUNDS,
            (fault, unread) -> new ClosingAnswer(fault.status(), List.of(), new byte[] {}),
            new Http2Meters(registry),
            pulse);
    private final EmbeddedChannel channel = new EmbeddedChannel(guard);

    @AfterEach
    void noBufferIsLeft() {
        channel.finishAndReleaseAll();
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of("pings", MAX_CONTROL_FRAMES, ping()),
                Arguments.of("settings", MAX_CONTROL_FRAMES, settings(4, 0, 4, 65_535)),
                Arguments.of("settings", MAX_CONTROL_FRAMES, settings(1, 0, 1, 4_096)),
                Arguments.of("priorities", MAX_CONTROL_FRAMES, frame(Http2Frames.PRIORITY, 0, 3, new byte[5])),
                Arguments.of("priorities", MAX_CONTROL_FRAMES, frame(16, 0, 0, new byte[5])),
                Arguments.of("window-updates", MAX_CONTROL_FRAMES, windowUpdate(0, 1)),
                Arguments.of("goaways", MAX_CONTROL_FRAMES, frame(Http2Frames.GOAWAY, 0, 0, new byte[8])),
                Arguments.of("unknown-frames", MAX_CONTROL_FRAMES, frame(0xF0, 0, 0)),
                Arguments.of("small-data", MAX_CONTROL_FRAMES, frame(Http2Frames.DATA, 0, 1)),
                Arguments.of("small-data", MAX_CONTROL_FRAMES, frame(Http2Frames.DATA, 0, 1, new byte[127])),
                Arguments.of("resets", MAX_RESETS, reset(1, 8)),
                Arguments.of("continuations", 32, frame(Http2Frames.CONTINUATION, 0, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void asManyAsThereMayBeArePassedOnAndOneMoreEndsIt(String kind, int most, byte[] flood) {
        send(hello());
        // SETTINGS were counted already: the client's, and its acknowledgement.
        int allowed = kind.equals("settings") ? most - 2 : most;
        for (int i = 0; i < allowed; i++) {
            send(flood);
        }
        assertPassedOn(hello().length + allowed * flood.length);
        assertThat(channel.isOpen()).isTrue();

        send(join(flood, ping()));

        assertEnded(kind, CALM);
        assertThat(passedOn()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void inAnotherWindowTheyCountAnew(String kind, int most, byte[] flood) {
        if (kind.equals("continuations")) {
            return;
        }
        send(join(hello(), get(1, "/")));
        for (int i = 0; i < 5; i++) {
            send(repeat(most - 2, flood));
            tick(29);
            send(get(2 * i + 3, "/"));
            tick(1);
        }
        assertThat(ended()).isZero();
    }

    @Test
    void aTrustedPeerMaySendMore() {
        guard.trust();
        send(join(hello(), repeat(10 * MAX_CONTROL_FRAMES, ping())));
        assertThat(goAway()).isEqualTo(-1);

        send(ping());
        assertEnded("pings", CALM);
    }

    @Test
    void requestsPayForTheirWindowsAndPriorities() {
        send(hello());
        for (int stream = 1; stream < 201; stream += 2) {
            send(get(stream, "/"));
            for (int i = 0; i < FrameCounts.FREE_WITH_REQUEST; i++) {
                send(windowUpdate(stream, 1_000));
                send(frame(Http2Frames.PRIORITY, 0, stream, new byte[5]));
            }
            send(repeat(FrameCounts.FREE_SMALL_DATA, frame(Http2Frames.DATA, 0, stream, new byte[1])));
        }
        assertThat(goAway()).isEqualTo(-1);
    }

    @Test
    void answersPayForTheirWindows() {
        send(join(hello(), get(1, "/weir.js")));
        for (int i = 0; i < 100; i++) {
            channel.writeOutbound(Unpooled.wrappedBuffer(frame(Http2Frames.DATA, 0, 1, new byte[1_024])));
            send(join(windowUpdate(0, 1_024), windowUpdate(1, 1_024)));
        }
        assertThat(goAway()).isEqualTo(-1);
    }

    @Test
    void anAnswerTakenByteByByteEndsIt() {
        send(join(hello(4, 0), get(1, "/weir.js")));
        int windows = 0;
        while (goAway() < 0 && windows < 1_000) {
            send(windowUpdate(1, 1));
            channel.writeOutbound(Unpooled.wrappedBuffer(frame(Http2Frames.DATA, 0, 1, new byte[1])));
            windows++;
        }
        assertThat(windows).isLessThan(MAX_CONTROL_FRAMES + FrameCounts.FREE_WITH_REQUEST + 2);
        assertThat(count("window-updates")).isEqualTo(1);
    }

    @Test
    void resetsThatTheClientProvokesEndIt() {
        send(hello());
        for (int i = 0; i < MAX_RESETS; i++) {
            channel.writeOutbound(Unpooled.wrappedBuffer(reset(2 * i + 1, 1)));
        }
        assertThat(goAway()).isEqualTo(-1);

        channel.writeOutbound(Unpooled.wrappedBuffer(reset(21, 1)));
        assertEnded("provoked-resets", CALM);
    }

    @Test
    void theLastRequestIsTold() {
        send(join(hello(), get(7, "/"), get(9, "/")));
        send(repeat(MAX_CONTROL_FRAMES + 1, ping()));
        ByteBuf out = channel.readOutbound();
        assertThat(out.getInt(9)).isEqualTo(9);
        out.release();
    }

    @Test
    void nothingGoesEitherWayOnceItIsEnded() {
        send(join(hello(), repeat(MAX_CONTROL_FRAMES + 1, ping())));
        assertThat(goAway()).isEqualTo(CALM);

        channel.writeOutbound(Unpooled.wrappedBuffer(ping()));
        send(ping());
        Object more = channel.readOutbound();
        assertThat(more).isNull();
        assertThat(passedOn()).isZero();
        assertThat(count("pings")).isEqualTo(1);
    }

    @Test
    void anEndedClientHasAMomentToReadWhy() {
        send(join(hello(), repeat(MAX_CONTROL_FRAMES + 1, ping())));
        tick(1);
        assertThat(channel.isOpen()).isTrue();
        tick(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anEndedClientThatGoesOnIsCutOff() {
        send(join(hello(), repeat(MAX_CONTROL_FRAMES + 1, ping())));
        send(new byte[1 << 20]);
        assertThat(channel.isOpen()).isTrue();
        send(new byte[1]);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatTheCodecEndsIsCountedAndLingersToo() {
        send(hello());
        channel.writeOutbound(Unpooled.wrappedBuffer(frame(Http2Frames.GOAWAY, 0, 0, join(bytes(1), bytes(9)))));
        channel.close();

        assertThat(goAway()).isEqualTo(9);
        assertThat(count("compression")).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
        tick(2);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aGoAwayWithoutErrorIsNoAbuse() {
        send(hello());
        channel.writeOutbound(Unpooled.wrappedBuffer(frame(Http2Frames.GOAWAY, 0, 0, join(bytes(1), bytes(0)))));
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThat(ended()).isZero();
    }

    @Test
    void aFrameThatDoesNotEndEndsIt() {
        send(hello());
        byte[] head = get(1, "/");
        for (int i = 0; i < 11; i++) {
            send(new byte[] {head[i]});
            tick(1);
            assertThat(goAway()).isEqualTo(-1);
        }
        tick(1);
        assertEnded("slow-frame", CALM);
    }

    @Test
    void aBlockOfHeadersThatDoesNotEndEndsIt() {
        send(join(hello(), frame(Http2Frames.HEADERS, 0, 1, new byte[3])));
        for (int i = 0; i < 11; i++) {
            tick(1);
            assertThat(goAway()).isEqualTo(-1);
            send(frame(Http2Frames.CONTINUATION, 0, 1, new byte[3]));
        }
        tick(1);
        assertEnded("slow-frame", CALM);
    }

    @Test
    void oneBlockAfterTheOtherIsNotOneBlock() {
        send(hello());
        for (int stream = 1; stream < 60; stream += 2) {
            send(frame(Http2Frames.HEADERS, 0, stream, new byte[3]));
            tick(1);
            send(frame(Http2Frames.CONTINUATION, END_HEADERS, stream, new byte[3]));
        }
        assertThat(goAway()).isEqualTo(-1);
    }

    @Test
    void aBodysFrameHasTheTimeOfItsStream() {
        send(join(hello(), post(1, "/push"), new byte[] {0, 0, 5, 0, 0, 0, 0, 0, 1}));
        tick(41);
        assertThat(goAway()).isEqualTo(-1);
        tick(1);
        assertEnded("slow-frame", CALM);
    }

    @Test
    void settingsThatAreNotAcknowledgedEndIt() {
        send(join(Http2Frames.PREFACE, settings()));
        tick(5);
        assertThat(goAway()).isEqualTo(-1);
        tick(1);
        assertEnded("no-settings", 4);
    }

    @Test
    void aConnectionOnWhichNothingIsAskedIsClosedThoughItPings() {
        send(hello());
        for (int i = 0; i < 60; i++) {
            tick(1);
            if (i % 4 == 0) {
                send(ping());
            }
        }
        assertThat(goAway()).isEqualTo(-1);
        tick(1);
        assertThat(goAway()).isZero();
        assertThat(ended()).isZero();
        tick(2);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aConnectionOnWhichSomethingIsAskedNowAndThenIsKept() {
        send(hello());
        for (int stream = 1; stream < 21; stream += 2) {
            tick(50);
            send(get(stream, "/"));
        }
        assertThat(goAway()).isEqualTo(-1);
    }

    @Test
    void aStreamThatDoesNotEndIsReset() {
        Http2ConnectionHandler codec = codec();
        channel.pipeline().addLast(codec);
        send(join(hello(), post(1, "/push")));
        for (int i = 0; i < 41; i++) {
            tick(1);
            send(post(2 * i + 3, "/push"));
        }
        assertThat(codec.connection().stream(1)).isNotNull();
        tick(1);
        assertThat(codec.connection().stream(1)).isNull();
        assertThat(codec.connection().stream(3)).isNotNull();
        assertThat(count("slow-stream")).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
    }

    private static Http2ConnectionHandler codec() {
        return new Http2ConnectionHandlerBuilder()
                .server(true)
                .frameListener(new Http2FrameAdapter())
                .build();
    }

    private void send(byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            pulse.onTick();
        }
    }

    private void assertPassedOn(int bytes) {
        assertThat(passedOn()).isEqualTo(bytes);
    }

    private int passedOn() {
        int bytes = 0;
        for (ByteBuf in = channel.readInbound(); in != null; in = channel.readInbound()) {
            bytes += in.readableBytes();
            in.release();
        }
        return bytes;
    }

    private void assertEnded(String kind, int code) {
        assertThat(goAway()).isEqualTo(code);
        assertThat(count(kind)).isEqualTo(1);
        assertThat(ended()).isEqualTo(1);
        tick(2);
        assertThat(channel.isOpen()).isFalse();
    }

    /** The code of the one that was sent, or -1. */
    private int goAway() {
        int code = -1;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out.readableBytes() >= 17 && out.getByte(3) == Http2Frames.GOAWAY) {
                code = out.getInt(13);
            }
            out.release();
        }
        return code;
    }

    private double count(String kind) {
        return registry.get("weir.http2.abuse").tag("kind", kind).counter().count();
    }

    private double ended() {
        return registry.get("weir.http2.abuse").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
