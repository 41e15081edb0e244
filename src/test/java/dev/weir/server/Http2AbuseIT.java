package dev.weir.server;

import static dev.weir.Http2Frames.END_HEADERS;
import static dev.weir.Http2Frames.END_STREAM;
import static dev.weir.Http2Frames.bytes;
import static dev.weir.Http2Frames.frame;
import static dev.weir.Http2Frames.get;
import static dev.weir.Http2Frames.headers;
import static dev.weir.Http2Frames.join;
import static dev.weir.Http2Frames.ping;
import static dev.weir.Http2Frames.post;
import static dev.weir.Http2Frames.repeat;
import static dev.weir.Http2Frames.request;
import static dev.weir.Http2Frames.reset;
import static dev.weir.Http2Frames.settings;
import static dev.weir.Http2Frames.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Http2Frames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One connection does what it should not: it is told why and closed, and counted, while another on the same event loop is served.
 * Frames are written by hand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2AbuseIT {

    private static final String ENDED = "weir_http2_abuse_total";
    private static final int MAX_STREAMS = 20;
    private static final int MAX_RESETS = 20;
    private static final int MAX_CONTROL_FRAMES = 50;

    private static final int PROTOCOL_ERROR = 1;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int COMPRESSION_ERROR = 9;
    private static final int ENHANCE_YOUR_CALM = 11;

    private static final int HEADER_TABLE_SIZE = 1;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, """
                server:
                  event-loops: 1
                  http2: {max-streams: %d, max-resets: %d, max-control-frames: %d}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """.formatted(MAX_STREAMS, MAX_RESETS, MAX_CONTROL_FRAMES));
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    static Stream<Arguments> floods() {
        int many = MAX_CONTROL_FRAMES + 10;
        return Stream.of(
                flood("pings", repeat(many, ping())),
                flood("pings", repeat(many, frame(Http2Frames.PING, Http2Frames.ACK, 0, new byte[8]))),
                flood("settings", repeat(many, settings())),
                flood("settings", repeat(many, settings(INITIAL_WINDOW_SIZE, 0, INITIAL_WINDOW_SIZE, 1 << 30))),
                flood(
                        "settings",
                        repeat(many, join(settings(HEADER_TABLE_SIZE, 0), settings(HEADER_TABLE_SIZE, 4_096)))),
                flood("priorities", repeat(many, frame(Http2Frames.PRIORITY, 0, 1_001, join(bytes(3), new byte[1])))),
                flood("window-updates", repeat(many, windowUpdate(0, 1))),
                flood("goaways", repeat(many, frame(Http2Frames.GOAWAY, 0, 0, new byte[8]))),
                flood("unknown-frames", repeat(many, frame(0xFA, 0xFF, 0, new byte[30]))),
                flood("small-data", join(post(1, "/push"), repeat(many + 32, frame(Http2Frames.DATA, 0, 1, (byte)
                        ' ')))),
                flood("resets", each(MAX_RESETS + 2, stream -> join(post(stream, "/push"), reset(stream, CANCEL)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aFloodIsToldToCalmDown(String kind, byte[] flood) throws Exception {
        assertEnds(kind, ENHANCE_YOUR_CALM, flood);
    }

    /** MadeYouReset, CVE-2025-8671: each of these is the stream's fault alone. */
    static Stream<Arguments> provocations() {
        return Stream.of(
                Arguments.of("no window", provoke(stream -> windowUpdate(stream, 0))),
                Arguments.of(
                        "too much window",
                        provoke(stream -> join(windowUpdate(stream, 1 << 30), windowUpdate(stream, 1 << 30)))),
                Arguments.of(
                        "depends on itself",
                        provoke(stream -> frame(Http2Frames.PRIORITY, 0, stream, join(bytes(stream), new byte[1])))),
                Arguments.of(
                        "body after its end",
                        provoke(stream -> repeat(2, frame(Http2Frames.DATA, END_STREAM, stream, new byte[200])))),
                Arguments.of(
                        "upper case",
                        each(
                                MAX_RESETS + 2,
                                stream -> frame(
                                        Http2Frames.HEADERS,
                                        END_HEADERS | END_STREAM,
                                        stream,
                                        join(request("GET", "/health"), headers("X-Upper", "1"))))),
                Arguments.of(
                        "another length",
                        each(
                                MAX_RESETS + 2,
                                stream -> join(
                                        post(stream, "/push", "content-length", "1"),
                                        frame(Http2Frames.DATA, END_STREAM, stream, new byte[2])))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("provocations")
    void resetsThatItProvokesEndIt(String how, byte[] provocation) throws Exception {
        assertEnds("provoked-resets", ENHANCE_YOUR_CALM, provocation);
    }

    static Stream<Arguments> faults() {
        byte[] block = request("GET", "/health");
        return Stream.of(
                fault("too large", "frame-size", FRAME_SIZE_ERROR, frame(Http2Frames.DATA, 0, 1, new byte[16_385])),
                fault(
                        "a push",
                        "protocol",
                        PROTOCOL_ERROR,
                        frame(Http2Frames.PUSH_PROMISE, 4, 1, join(bytes(2), block))),
                fault("an even stream", "protocol", PROTOCOL_ERROR, get(2, "/health")),
                fault("no stream", "protocol", PROTOCOL_ERROR, frame(Http2Frames.HEADERS, 5, 0, block)),
                fault("data without a request", "protocol", PROTOCOL_ERROR, frame(Http2Frames.DATA, 0, 1, new byte[3])),
                fault(
                        "a continuation of nothing",
                        "protocol",
                        PROTOCOL_ERROR,
                        frame(Http2Frames.CONTINUATION, 4, 1, block)),
                fault(
                        "another frame in a block",
                        "protocol",
                        PROTOCOL_ERROR,
                        join(frame(Http2Frames.HEADERS, 0, 1, block), ping())),
                fault("no window at all", "protocol", PROTOCOL_ERROR, windowUpdate(0, 0)),
                fault(
                        "more window than there is",
                        "flow-control",
                        FLOW_CONTROL_ERROR,
                        repeat(2, windowUpdate(0, Integer.MAX_VALUE))),
                fault("a window that is none", "flow-control", FLOW_CONTROL_ERROR, settings(INITIAL_WINDOW_SIZE, -1)),
                fault("half a setting", "frame-size", FRAME_SIZE_ERROR, frame(Http2Frames.SETTINGS, 0, 0, new byte[5])),
                fault("a short ping", "frame-size", FRAME_SIZE_ERROR, frame(Http2Frames.PING, 0, 0, new byte[7])),
                fault("a header that is not in the table", "compression", COMPRESSION_ERROR, block((byte) 0xFF, (byte)
                        0x70)),
                fault("a header of no number", "compression", COMPRESSION_ERROR, block((byte) 0x80)),
                fault(
                        "a table that was not allowed",
                        "compression",
                        COMPRESSION_ERROR,
                        block((byte) 0x3F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x07)),
                fault("padding only", "protocol", PROTOCOL_ERROR, frame(Http2Frames.HEADERS, 0x0D, 1, new byte[] {9, 0
                })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whatIsOutOfOrderEndsIt(String what, String kind, int code, byte[] sent) throws Exception {
        assertEnds(kind, code, sent);
    }

    static Stream<Arguments> blocks() {
        byte[] begun = frame(Http2Frames.HEADERS, 0, 1, request("GET", "/health"));
        byte[] large = headers("x-large", "x".repeat(16_000));
        return Stream.of(
                Arguments.of("without end", join(begun, repeat(200, frame(Http2Frames.CONTINUATION, 0, 1, (byte)
                        0x88)))),
                Arguments.of("of nothing", join(begun, repeat(200, frame(Http2Frames.CONTINUATION, 0, 1)))),
                Arguments.of("of much", join(begun, repeat(20, frame(Http2Frames.CONTINUATION, 0, 1, large)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void aBlockOfHeadersIsBounded(String what, byte[] sent) throws Exception {
        double before = ended("");
        try (RawHttp2 good = good();
                RawHttp2 bad = RawHttp2.connect(weir.uri())) {
            bad.trySend(sent);
            // The codec goes by what it finds first: the pieces, or what they come to.
            assertThat(bad.goAway()).isIn(ENHANCE_YOUR_CALM, PROTOCOL_ERROR, COMPRESSION_ERROR);
            assertThat(ended("") - before).isEqualTo(1);
            assertThat(good.status(3, "/health")).isEqualTo(200);
        }
    }

    @Test
    void aBlockThatGrowsTenThousandTimesIsRefusedAndTheNextRequestIsServed() throws Exception {
        byte[] kept = join(new byte[] {0x40}, literal("x"), literal("v".repeat(3_000)));
        byte[] references = repeat(10_000, new byte[] {(byte) 0xBE});
        byte[] block = join(request("GET", "/health"), kept, references);
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            connection.send(frame(Http2Frames.HEADERS, END_HEADERS | END_STREAM, 1, block));
            assertThat(connection.status(1)).isEqualTo(431);
            assertThat(connection.status(3, "/health")).isEqualTo(200);
        }
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("upper case", join(request("GET", "/health"), headers("X-Upper", "1"))),
                Arguments.of("a connection's", join(request("GET", "/health"), headers("connection", "close"))),
                Arguments.of(
                        "transfer-encoding", join(request("GET", "/health"), headers("transfer-encoding", "chunked"))),
                Arguments.of("te", join(request("GET", "/health"), headers("te", "gzip"))),
                Arguments.of("no path", headers(":method", "GET", ":scheme", "http")),
                Arguments.of("no method", headers(":path", "/health", ":scheme", "http")),
                Arguments.of("two paths", join(request("GET", "/health"), headers(":path", "/init"))),
                Arguments.of("an answer's", join(headers(":status", "200"), request("GET", "/health"))),
                Arguments.of("unknown", join(headers(":weir", "1"), request("GET", "/health"))),
                Arguments.of("late", join(request("GET", "/health"), headers("a", "b", ":authority", "x"))),
                Arguments.of("a line's end", join(request("GET", "/health"), headers("x-a", "b\r\nx-c: d"))),
                Arguments.of("no name", join(request("GET", "/health"), headers("", "b"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void aRequestThatIsNoneIsResetAndTheNextIsServed(String what, byte[] block) throws Exception {
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            connection.send(frame(Http2Frames.HEADERS, END_HEADERS | END_STREAM, 1, block));
            assertThat(connection.status(1)).isIn(-PROTOCOL_ERROR, 400);
            assertThat(connection.status(3, "/health")).isEqualTo(200);
        }
    }

    @Test
    void streamsBeyondTheBoundAreRefusedAndTheOthersAreNot() throws Exception {
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            for (int i = 0; i < MAX_STREAMS; i++) {
                connection.send(post(2 * i + 1, "/push"));
            }
            int beyond = 2 * MAX_STREAMS + 1;
            assertThat(connection.status(beyond, "/health")).isEqualTo(-REFUSED_STREAM);
            connection.send(frame(Http2Frames.DATA, END_STREAM, 1, new byte[] {'{', '}'}));
            assertThat(connection.status(1)).isEqualTo(401);
        }
    }

    @Test
    void anAnswerTakenByteByByteEndsIt() throws Exception {
        assertEnds(
                "window-updates",
                ENHANCE_YOUR_CALM,
                join(
                        settings(INITIAL_WINDOW_SIZE, 0),
                        get(1, "/weir.js"),
                        repeat(MAX_CONTROL_FRAMES + 20, windowUpdate(1, 1))));
    }

    @Test
    void aCookieInManyCrumbsIsOne() throws Exception {
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            byte[] crumbs = {};
            for (int i = 0; i < 500; i++) {
                crumbs = join(crumbs, headers("cookie", "c" + i + "=1"));
            }
            byte[] block = join(request("GET", "/init?shop_id=shop"), crumbs);
            connection.send(frame(Http2Frames.HEADERS, END_HEADERS | END_STREAM, 1, block));
            assertThat(connection.status(1)).isEqualTo(200);
        }
    }

    @Test
    void aPrefaceThatIsNoneIsAnsweredAsNoHttp() throws Exception {
        try (RawConnection connection = new RawConnection(weir.uri())) {
            connection.send("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n");
            assertThat(connection.response().status()).isIn(400, 505);
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connectIsNoneOfItsMethods() throws Exception {
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            byte[] block = headers(":method", "CONNECT", ":authority", "elsewhere:443");
            connection.send(frame(Http2Frames.HEADERS, END_HEADERS, 1, block));
            assertThat(connection.status(1)).isEqualTo(501);
            assertThat(connection.status(3, "/health")).isEqualTo(200);
        }
    }

    private void assertEnds(String kind, int code, byte[] sent) throws Exception {
        double before = ended(kind);
        double all = ended("");
        try (RawHttp2 good = good();
                RawHttp2 bad = RawHttp2.connect(weir.uri())) {
            bad.trySend(sent);
            assertThat(good.status(3, "/health")).isEqualTo(200);
            assertThat(bad.goAway()).isEqualTo(code);
            assertThat(ended(kind) - before).isEqualTo(1);
            assertThat(ended("") - all).isEqualTo(1);
            assertThat(good.status(5, "/health")).isEqualTo(200);
        }
    }

    private RawHttp2 good() throws Exception {
        RawHttp2 good = RawHttp2.connect(weir.uri());
        assertThat(good.status(1, "/health")).isEqualTo(200);
        return good;
    }

    private double ended(String kind) {
        return weir.scrape().sum(ENDED, kind.isEmpty() ? "" : "kind=\"" + kind + "\"");
    }

    private static Arguments flood(String kind, byte[] frames) {
        return Arguments.of(kind, frames);
    }

    private static Arguments fault(String what, String kind, int code, byte[] frames) {
        return Arguments.of(what, kind, code, frames);
    }

    private static byte[] block(byte... octets) {
        return frame(Http2Frames.HEADERS, END_HEADERS | END_STREAM, 1, octets);
    }

    private static byte[] literal(String text) {
        return Arrays.copyOfRange(headers(text, ""), 1, headers(text, "").length - 1);
    }

    private static byte[] provoke(IntFunction<byte[]> fault) {
        return each(MAX_RESETS + 2, stream -> join(post(stream, "/push"), fault.apply(stream)));
    }

    /** The same for streams one after the other. */
    private static byte[] each(int times, IntFunction<byte[]> frames) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(frames.apply(2 * i + 1));
        }
        return join(all.toArray(new byte[0][]));
    }
}
