package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Http2Frames;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP/2 too, all has its time: settings, frames, blocks of headers, requests with their answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2SlownessIT {

    private static final int SETTINGS_TIMEOUT = 4;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private LocalWeir weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, """
                server: {event-loops: 1, head-timeout: 2s, http2: {stream-timeout: 2s}}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """);
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    @Test
    void settingsThatAreNotAcknowledgedEndTheConnection() throws Exception {
        double before = ended("no-settings");
        try (RawHttp2 connection = RawHttp2.silent(weir.uri())) {
            connection.send(Http2Frames.PREFACE, Http2Frames.settings(), Http2Frames.get(1, "/health"));
            assertThat(connection.goAway()).isEqualTo(SETTINGS_TIMEOUT);
        }
        assertThat(ended("no-settings") - before).isEqualTo(1);
    }

    @Test
    void aFrameThatDoesNotEndEndsTheConnection() throws Exception {
        double before = ended("slow-frame");
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            connection.send(new byte[] {0, 0, 100, 1});
            assertThat(connection.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        assertThat(ended("slow-frame") - before).isEqualTo(1);
    }

    @Test
    void aBlockOfHeadersThatDoesNotEndEndsTheConnection() throws Exception {
        double before = ended("slow-frame");
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            connection.send(Http2Frames.frame(Http2Frames.HEADERS, 0, 1, Http2Frames.request("GET", "/health")));
            assertThat(connection.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        assertThat(ended("slow-frame") - before).isEqualTo(1);
    }

    @Test
    void anAnswerThatTheClientHasNoRoomForIsTakenBackAndTheNextIsServed() throws Exception {
        double before = ended("slow-stream");
        try (RawHttp2 connection = RawHttp2.connect(weir.uri(), INITIAL_WINDOW_SIZE, 0)) {
            assertThat(connection.status(1, "/weir.js")).isEqualTo(200);
            assertThat(connection.status(1)).isEqualTo(-CANCEL);
            assertThat(connection.status(3, "/health")).isEqualTo(200);
        }
        assertThat(ended("slow-stream") - before).isEqualTo(1);
    }

    @Test
    void aBodyThatDoesNotEndIsTakenBackToo() throws Exception {
        try (RawHttp2 connection = RawHttp2.connect(weir.uri())) {
            connection.send(Http2Frames.post(1, "/push"));
            assertThat(connection.status(1)).isEqualTo(-CANCEL);
            assertThat(connection.status(3, "/health")).isEqualTo(200);
        }
    }

    /** In HTTP/1.1: nobody may change the protocol in the middle of a request. */
    @Test
    void aClientThatWouldUpgradeIsServed() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest script =
                HttpRequest.newBuilder(weir.uri().resolve("/weir.js")).build();
        HttpRequest event = HttpRequest.newBuilder(weir.uri().resolve("/push/custom"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"shop_id\":\"shop\",\"did\":\"device0001\",\"event\":\"tick\"}"))
                .build();
        double before = weir.scrape().sum("weir_http2_abuse_total");
        for (int i = 0; i < 50; i++) {
            for (HttpRequest request : List.of(script, event)) {
                HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            }
        }
        assertThat(weir.scrape().sum("weir_http2_abuse_total")).isEqualTo(before);
    }

    private double ended(String kind) {
        return weir.scrape().sum("weir_http2_abuse_total", "kind=\"" + kind + "\"");
    }
}
