package dev.weir.server;

import static dev.weir.Http2Frames.END_STREAM;
import static dev.weir.Http2Frames.frame;
import static dev.weir.Http2Frames.join;
import static dev.weir.Http2Frames.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Http2Frames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of {@code http2/strict.txt}, in raw frames, amid another request of the same connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StrictHttp2IT {

    private static final int REFUSED_STREAM = 7;
    private static final int MAX_STREAMS = 4;
    private static final byte[] EVENT =
            "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}"
                    .getBytes(StandardCharsets.US_ASCII);

    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, """
                server: {event-loops: 1, http2: {max-streams: %d}}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """.formatted(MAX_STREAMS));
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    static List<StrictStream> cases() {
        return StrictStream.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsRefusedIsCountedAndTheOthersGoOn(StrictStream each) throws Exception {
        double refused = refused();
        double received = weir.scrape().sum("weir_received_total");
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            connection.send(post(1, "/push"), each.frames(3));

            assertThat(connection.status(3)).isEqualTo(each.outcome());
            assertThat(refused() - refused).isEqualTo(each.isCounted() ? 1 : 0);

            connection.send(frame(Http2Frames.DATA, END_STREAM, 1, EVENT));
            assertThat(connection.status(1)).isEqualTo(200);
            assertThat(connection.status(5, "/health")).isEqualTo(200);
            assertThat(weir.scrape().sum("weir_received_total") - received).isEqualTo(each.isCounted() ? 2 : 1);
        }
    }

    /** In one read with what the client begins with. */
    @ParameterizedTest
    @MethodSource("cases")
    void itIsNoneTheLessTheFirst(StrictStream each) throws Exception {
        try (RawHttp2 connection = RawHttp2.silent(weir.uri())) {
            connection.send(join(Http2Frames.hello(), each.frames(1)));

            assertThat(connection.status(1)).isEqualTo(each.outcome());
            assertThat(connection.status(3, "/health")).isEqualTo(200);
        }
    }

    @Test
    void theBodyOfAStreamThatThereIsNoRoomForEndsNoOther() throws Exception {
        double refused = refused();
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            for (int i = 0; i < MAX_STREAMS; i++) {
                connection.send(post(2 * i + 1, "/push"));
            }
            int beyond = 2 * MAX_STREAMS + 1;
            connection.send(post(beyond, "/push"), frame(Http2Frames.DATA, END_STREAM, beyond, EVENT));

            assertThat(connection.status(beyond)).isEqualTo(-REFUSED_STREAM);
            for (int i = 0; i < MAX_STREAMS; i++) {
                connection.send(frame(Http2Frames.DATA, END_STREAM, 2 * i + 1, EVENT));
                assertThat(connection.status(2 * i + 1)).isEqualTo(200);
            }
            assertThat(refused()).isEqualTo(refused);
        }
    }

    private double refused() {
        return weir.scrape().sum("weir_rejected_total");
    }
}
