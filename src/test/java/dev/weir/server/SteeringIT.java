package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator steers a Weir over its private port. */
final class SteeringIT {

    private static final int EVENTS = 40;

    private static final String CONFIG = """
            journal: {keep: 1h}
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d'}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files, vendor]
            """;

    @TempDir
    private Path dir;

    private final VendorServer vendor = VendorServer.start();

    @AfterEach
    void stop() {
        vendor.close();
    }

    @Test
    void aPausedSinkStaysPausedAfterAKillAndGetsAllWhenItIsResumed() throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), config());
        Path data = dir.resolve("data");
        try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
            assertThat(post(weir, "/api/sinks/vendor/pause").statusCode()).isEqualTo(200);
            send(new Web(weir.publicUri()), 0, EVENTS);
            Await.until(
                    "the files have them",
                    () -> EventLines.in(data.resolve("events")).size() == EVENTS);
            weir.kill();
        }
        try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
            send(new Web(weir.publicUri()), EVENTS, 2 * EVENTS);
            Await.until(
                    "the files have them",
                    () -> EventLines.in(data.resolve("events")).size() == 2 * EVENTS);

            assertThat(vendor.received()).isEmpty();
            assertThat(weir.log()).contains("sink=vendor state=paused");
            assertThat(scrape(weir).sum("weir_sink_paused", "sink=\"vendor\"")).isEqualTo(1);
            assertThat(scrape(weir).sum("weir_sink_pending", "sink=\"vendor\"")).isEqualTo(2 * EVENTS);
            assertThat(post(weir, "/api/sinks/vendor/resume").statusCode()).isEqualTo(200);
            Await.until("the vendor has them", () -> keys().size() == 2 * EVENTS);
            Await.until("the books say so", () -> scrape(weir).sum("weir_sink_pending", "sink=\"vendor\"") == 0);
            assertThat(scrape(weir).sum("weir_sink_delivered_total", "sink=\"vendor\""))
                    .isEqualTo(2 * EVENTS);
            assertThat(weir.stop()).isZero();
        }
    }

    /** Or else a sink that the operator believes to go on gets nothing, for he was told that it could not be paused. */
    @Test
    void whatCannotBeWrittenDownIsNotDone() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config())) {
            Path obstacle = Files.createDirectories(dir.resolve("data/paused.tmp/in-the-way"));

            HttpResponse<String> refused = weir.admin().post("/api/sinks/vendor/pause", "{}");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("sink: vendor is not paused, since what is paused cannot be written");
            assertThat(sinks(weir)).contains("\"name\":\"vendor\",\"paused\":false");

            Files.delete(obstacle);
            Files.delete(obstacle.getParent());
            assertThat(weir.admin().post("/api/sinks/vendor/pause", "{}").statusCode())
                    .isEqualTo(200);
            Files.createDirectories(obstacle);

            assertThat(weir.admin().post("/api/sinks/vendor/resume", "{}").body())
                    .contains("sink: vendor is still paused");
            assertThat(sinks(weir)).contains("\"name\":\"vendor\",\"paused\":true");
        }
    }

    @Test
    void aDrainEndsTheProcessWithZeroAndDoesNotWaitForAPausedSink() throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), "server: {drain-timeout: 50s}\n" + config());
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            assertThat(post(weir, "/api/sinks/vendor/pause").statusCode()).isEqualTo(200);
            send(new Web(weir.publicUri()), 0, EVENTS);
            HttpResponse<String> answer = post(weir, "/api/drain");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(weir.awaitEnd()).isZero();
            assertThat(weir.log())
                    .contains("sink=vendor state=paused pending=" + EVENTS)
                    .contains("drain.ended everythingDelivered=false");
            assertThat(EventLines.in(dir.resolve("data/events"))).hasSize(EVENTS);
            assertThat(vendor.received()).isEmpty();
        }
    }

    @Test
    void aRangeIsSentAgainWithItsKeysAndTheBooksStay() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config())) {
            send(weir.web(), 0, EVENTS);
            Await.until("all delivered", () -> weir.isSettled("vendor") && weir.isSettled("files"));
            Set<String> first = keys();
            HttpResponse<String> answer = replay(weir, "vendor", "11", "20");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"from\":11,\"to\":20}");
            Await.until("it is done", () -> sinks(weir).contains("\"to\":20,\"next\":21,\"delivered\":10"));
            assertThat(vendor.taken()).hasSize(EVENTS + 10);
            assertThat(keys()).isEqualTo(first).hasSize(EVENTS);
            assertThat(weir.scrape().sum("weir_sink_delivered_total", "sink=\"vendor\""))
                    .isEqualTo(EVENTS);
        }
    }

    @Test
    void aRangeMayBeGivenByTimes() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config())) {
            send(weir.web(), 0, EVENTS);
            Await.until("all delivered", () -> weir.isSettled("vendor") && weir.isSettled("files"));
            HttpResponse<String> answer = replay(weir, "files", "2020-01-01T00:00:00Z", "2099-01-01T01:00:00+01:00");

            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"from\":1,\"to\":" + EVENTS + "}");
            Await.until("it is done", () -> weir.lines().size() == 2 * EVENTS);
            assertThat(replay(weir, "files", "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z")
                            .statusCode())
                    .isEqualTo(409);
        }
    }

    @Test
    void whatCannotBeSentAgainIsSaid() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config())) {
            send(weir.web(), 0, EVENTS);
            Await.until("all delivered", () -> weir.isSettled("vendor") && weir.isSettled("files"));

            assertThat(replay(weir, "nobody", "1", "2").statusCode()).isEqualTo(404);
            assertThat(replay(weir, "vendor", "yesterday", "2").statusCode()).isEqualTo(400);
            HttpResponse<String> beyond = replay(weir, "vendor", "1", "99");
            assertThat(beyond.statusCode()).isEqualTo(409);
            assertThat(beyond.body()).contains("1 to " + EVENTS + " are there");
            assertThat(weir.admin().post("/api/sinks/vendor/pause", "{}").statusCode())
                    .isEqualTo(200);
            assertThat(replay(weir, "vendor", "1", "2").statusCode()).isEqualTo(200);
            assertThat(replay(weir, "vendor", "1", "2").statusCode()).isEqualTo(409);
        }
    }

    @Test
    void aLimitIsSetAtOnceAndRefusedWhereItIsNone() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config())) {
            send(weir.web(), 0, 2);
            HttpResponse<String> set = limit(weir, "shop", "{\"refill\":1,\"capacity\":1}");
            send(weir.web(), 2, 3);

            assertThat(set.body()).isEqualTo("{\"refill\":1,\"capacity\":1,\"mode\":\"enforce\",\"tokens\":1}");
            Await.until("the bucket is empty", () -> status(weir.web(), 4) == 429);
            assertThat(weir.admin().get("/api/sections").body())
                    .contains("{\"name\":\"shop\",\"limit\":{\"refill\":1,\"capacity\":1,\"mode\":\"enforce\"")
                    .contains("\"sinks\":[\"files\",\"vendor\"],\"dialects\":[\"personaclick\"],\"origins\":[]");
            assertThat(weir.admin().get("/api/status").body())
                    .as("the page shows the same")
                    .contains("\"limit\":{\"refill\":1,\"capacity\":1,\"mode\":\"enforce\"}");
            assertThat(limit(weir, "shop", "{\"mode\":\"shadow\"}").statusCode())
                    .isEqualTo(200);
            assertThat(status(weir.web(), 5)).isEqualTo(200);
            HttpResponse<String> misspelt = limit(weir, "shop", "{\"refil\":3}");
            assertThat(misspelt.statusCode()).isEqualTo(400);
            assertThat(misspelt.body()).contains("expected: capacity, mode, refill");
            assertThat(limit(weir, "shop", "{}").statusCode()).isEqualTo(400);
            HttpResponse<String> none = limit(weir, "shop", "{\"capacity\":0}");
            assertThat(none.statusCode()).isEqualTo(400);
            assertThat(none.body()).contains("capacity: 0 (expected: 1 to ");
            assertThat(limit(weir, "nobody", "{\"capacity\":1}").statusCode()).isEqualTo(404);
        }
    }

    private String config() {
        return CONFIG.formatted(vendor.port());
    }

    private Set<String> keys() {
        return vendor.taken().stream().map(VendorServer.Received::key).collect(Collectors.toCollection(HashSet::new));
    }

    private static void send(Web web, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            assertThat(status(web, i)).isEqualTo(200);
        }
    }

    private static int status(Web web, int number) throws Exception {
        return web.post(
                        "/push/custom",
                        "{\"shop_id\":\"shop\",\"did\":\"d" + number + "\",\"event\":\"tick\",\"label\":\"e0-0-"
                                + number + "\"}")
                .statusCode();
    }

    private static HttpResponse<String> post(WeirProcess weir, String path) throws Exception {
        return new Web(weir.privateUri()).post(path, "{}");
    }

    private static Scrape scrape(WeirProcess weir) throws Exception {
        return Scrape.of(new Web(weir.privateUri()).get("/metrics").body());
    }

    private static HttpResponse<String> replay(LocalWeir weir, String sink, String from, String to) throws Exception {
        return weir.admin().post("/api/sinks/" + sink + "/replay", "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}");
    }

    private static String sinks(LocalWeir weir) throws Exception {
        return weir.admin().get("/api/sinks").body();
    }

    private static HttpResponse<String> limit(LocalWeir weir, String section, String body) throws Exception {
        return weir.admin()
                .send("PUT", "/api/sections/" + section + "/limit", body, "Content-Type", "application/json");
    }
}
