package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Http2Frames;
import dev.weir.Soak;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is left of connections that were abused, however many. */
@Tag(Soak.TAG)
final class Http2AbuseMemoryIT {

    private static final int AT_ONCE = 20;
    private static final int INITIAL_WINDOW_SIZE = 4;
    /** What a pool of buffers may keep for the next. */
    private static final double SLACK_BYTES = 16 << 20;

    @Test
    void abusedConnectionsLeaveNothingBehind(@TempDir Path data) throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, """
                server: {event-loops: 1, http2: {max-resets: 20, max-control-frames: 50}}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """)) {
            abuse(weir, AT_ONCE);
            double before = weir.scrape().sum("weir_direct_bytes");

            abuse(weir, Soak.times(3 * AT_ONCE, 500 * AT_ONCE));

            assertThat(weir.scrape().sum("weir_direct_bytes")).isLessThan(before + SLACK_BYTES);
            assertThat(weir.web().get("/health").statusCode()).isEqualTo(200);
        }
    }

    private static void abuse(LocalWeir weir, int connections) throws Exception {
        List<byte[]> abuses = List.of(
                Http2Frames.repeat(10_000, Http2Frames.ping()),
                Http2Frames.join(
                        Http2Frames.frame(Http2Frames.HEADERS, 0, 1, Http2Frames.request("GET", "/health")),
                        Http2Frames.repeat(1_000, Http2Frames.frame(Http2Frames.CONTINUATION, 0, 1, new byte[500]))),
                Http2Frames.join(
                        Http2Frames.settings(INITIAL_WINDOW_SIZE, 0),
                        Http2Frames.get(1, "/weir.js"),
                        Http2Frames.repeat(100, Http2Frames.windowUpdate(1, 1))),
                Http2Frames.frame(Http2Frames.DATA, 0, 1, new byte[17_000]));
        for (int done = 0; done < connections; done += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
                    connection.trySend(abuses.get(i % abuses.size()));
                }
            }
            Await.until("all are closed", () -> weir.scrape().sum("weir_connections_open", "port=\"public\"") == 0);
        }
    }
}
