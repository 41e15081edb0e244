package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What the private port tells of where everything stands. */
@Timeout(60)
final class StatusIT {

    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"0012\",\"did\":\"d1\",\"items\":[{\"id\":\"1\"}]}";

    private final ObjectMapper json = new ObjectMapper();
    private LocalWeir weir;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        weir = LocalWeir.start(data, """
                sinks: [{name: files, type: file, dir: events}, {name: down, type: http, url: 'http://127.0.0.1:9', dialects: [personaclick]}]
                sections:
                  - {name: shop, personaclick: [{shop-id: '0012'}], limit: {refill: 7, capacity: 9}, sinks: [files, down]}
                """);
    }

    @AfterEach
    void stop() {
        weir.close();
    }

    @Test
    void theLawHoldsInEveryStatus() throws Exception {
        for (int i = 0; i < 5; i++) {
            weir.post("/push", VIEW);
            weir.post("/push", "{");
            assertBooksBalance(status());
        }
        Await.until("everything is delivered", () -> weir.isSettled("files"));

        JsonNode status = status();
        assertBooksBalance(status);
        assertThat(status.at("/intake/accepted").asLong()).isEqualTo(5);
        assertThat(status.at("/intake/rejected").asLong()).isEqualTo(5);
        assertThat(status.at("/intake/rejectedBy/0/reason").asString()).isEqualTo("malformed-json");
        assertThat(status.at("/sinks/0/delivered").asLong()).isEqualTo(5);
        assertThat(status.at("/sinks/1/pending").asLong()).isEqualTo(5);
        Await.until(
                "the section is told to be owed them",
                () -> status().at("/sections/0/owed").asLong() == 5);
        assertThat(status().at("/sections/0/backlogAgeSeconds").asDouble()).isPositive();
    }

    @Test
    void itTellsWhoAsksAndWhatThereIs() throws Exception {
        JsonNode status = status();

        assertThat(status.at("/state").asString()).isEqualTo("ready");
        assertThat(status.at("/role").asString()).isEqualTo("operate");
        assertThat(status.at("/checks/journal").asBoolean()).isTrue();
        assertThat(status.at("/sections/0/name").asString()).isEqualTo("shop");
        assertThat(status.at("/sections/0/limit/refill").asLong()).isEqualTo(7);
        assertThat(status.at("/sections/0/limit/mode").asString()).isEqualTo("enforce");
        assertThat(status.at("/sinks/0/type").asString()).isEqualTo("file");
        assertThat(status.at("/sinks/1/type").asString()).isEqualTo("http");
        assertThat(status.at("/journal/maxBytes").asLong()).isPositive();
        assertThat(status.at("/journal/usableBytes").asLong()).isPositive();
    }

    @Test
    void timesAreOfTheLastMinute() throws Exception {
        weir.post("/push", VIEW);

        JsonNode journal = status().at("/journal");

        assertThat(journal.at("/fsyncP99Millis").asDouble()).isPositive();
        assertThat(journal.at("/appendP99Millis").asDouble()).isPositive();
    }

    @Test
    void theHistoryHasOneSeriesForEachLine() throws Exception {
        JsonNode history = json.readTree(weir.admin().get("/api/history").body());

        assertThat(history.at("/stepSeconds").asInt()).isEqualTo(10);
        assertThat(history.at("/series").propertyNames())
                .contains("received", "accepted", "rejected", "delivered", "pending", "fsyncP99Millis");
    }

    @Test
    void lettersAreListedAndTheirReplayIsAsked() throws Exception {
        HttpResponse<String> none = weir.admin().get("/api/deadletters/down");
        HttpResponse<String> unknown = weir.admin().get("/api/deadletters/other");
        HttpResponse<String> both = weir.admin().post("/api/deadletters/down/replay", "{\"all\":true,\"seqs\":[1]}");
        HttpResponse<String> absent = weir.admin().post("/api/deadletters/down/replay", "{\"seqs\":[1,2]}");

        assertThat(none.body()).isEqualTo("{\"sink\":\"down\",\"total\":0,\"letters\":[]}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("expected: one of");
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(absent.statusCode()).isEqualTo(409);
        assertThat(absent.body()).contains("SEQ: 1 (expected: a dead letter of sink down");
    }

    private JsonNode status() throws Exception {
        return json.readTree(weir.admin().get("/api/status").body());
    }

    private static void assertBooksBalance(JsonNode status) {
        JsonNode intake = status.at("/intake");
        assertThat(sum(intake, "accepted", "duplicates", "rejected", "answered", "waiting"))
                .isEqualTo(intake.at("/received").asLong());
        for (JsonNode sink : status.at("/sinks")) {
            assertThat(sum(sink, "delivered", "superseded", "deadLettered", "skipped", "notRouted", "pending"))
                    .isEqualTo(status.at("/journal/accepted").asLong());
        }
    }

    private static long sum(JsonNode of, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += of.get(name).asLong();
        }
        return sum;
    }
}
