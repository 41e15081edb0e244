package dev.weir.server;

import static dev.weir.server.EventLines.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversion is attributed if its session was seen here, in whatever dialect, and by whichever process. */
final class AttributionIT {

    private static final String CONFIG = """
            state: {snapshot-every: 3}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                gravityfield: [{name: one, api-key: gravity-key}]
                pagent: [{name: one, api-key: pagent-key}]
                sinks: [files]
              - name: other
                personaclick: [{shop-id: other}]
                pagent: [{name: one, api-key: other-key}]
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void write() throws Exception {
        config = Files.writeString(dir.resolve("weir.yaml"), CONFIG);
    }

    @Test
    void aConversionFollowsItsSession() throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            convert(web, "before", "session-of-a-client");
            view(web, "shop", "session-of-a-client");
            convert(web, "after", "session-of-a-client");
            convert(web, "never", "session-of-nobody");
            String issued = EventLines.text(web.get("/init?shop_id=shop").body(), "seance");
            convert(web, "issued", issued);
            String ses = EventLines.text(
                    web.post("/v2/visit", "{\"type\":\"screenview\"}", "Authorization", "Bearer gravity-key")
                            .body(),
                    "ses");
            convert(web, "gravity", ses);
            view(web, "other", "session-elsewhere");
            convert(web, "elsewhere", "session-elsewhere");
            convert(web, "again", "session-of-nobody");

            awaitSettled(weir);
            requireAttribution("before", "unattributed");
            requireAttribution("after", "attributed");
            requireAttribution("never", "unattributed");
            requireAttribution("issued", "attributed");
            requireAttribution("gravity", "attributed");
            requireAttribution("elsewhere", "unattributed");
            requireAttribution("again", "unattributed");
            Scrape scrape = scrape(weir);
            assertThat(scrape.sum("weir_conversions_total", "attribution=\"attributed\""))
                    .isEqualTo(3);
            assertThat(scrape.sum("weir_conversions_total", "attribution=\"unattributed\""))
                    .isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionsAreKnownAfterARestart(boolean isKilled) throws Exception {
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            for (int i = 0; i < 10; i++) {
                view(web, "shop", "session-" + i);
            }
            if (isKilled) {
                weir.kill();
            } else {
                assertThat(weir.stop()).isZero();
            }
        }
        try (WeirProcess weir = start()) {
            Web web = new Web(weir.publicUri());
            for (int i = 0; i < 10; i++) {
                convert(web, "late-" + i, "session-" + i);
            }
            convert(web, "never", "session-10");

            awaitSettled(weir);
            for (int i = 0; i < 10; i++) {
                requireAttribution("late-" + i, "attributed");
            }
            requireAttribution("never", "unattributed");
        }
    }

    private WeirProcess start() throws Exception {
        return WeirProcess.serve(config, dir.resolve("data"), Map.of());
    }

    private static void view(Web web, String shop, String session) throws Exception {
        assertThat(web.post(
                                "/push",
                                "{\"shop_id\":\"" + shop + "\",\"did\":\"device0001\",\"sid\":\"" + session
                                        + "\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static void convert(Web web, String label, String session) throws Exception {
        String conversion = "{\"session_data\":{\"session_id\":\"" + session
                + "\",\"user_id\":\"u\",\"conversion_id\":\"g\"},\"label\":\"" + label + "\"}";
        assertThat(web.post("/v2/conversions", conversion, "Authorization", "Bearer pagent-key")
                        .statusCode())
                .isEqualTo(200);
    }

    private void requireAttribution(String label, String attribution) throws Exception {
        List<String> lines = with(EventLines.in(dir.resolve("data/events")), "\"label\":\"" + label + "\"");
        assertThat(lines).as(label).hasSize(1);
        assertThat(lines.get(0)).contains("\"attribution\":\"" + attribution + "\"");
    }

    private static void awaitSettled(WeirProcess weir) {
        Await.until("nothing is owed", () -> scrape(weir).sum("weir_sink_pending") == 0);
    }

    private static Scrape scrape(WeirProcess weir) throws Exception {
        return Scrape.of(new Web(weir.privateUri()).get("/metrics").body());
    }
}
