package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.erase.Names;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two persons are erased by a server under load whose vendor is down; it is killed, and the vendor comes back. */
final class ErasureUnderTrafficIT {

    private static final String TOKEN = "a-token-to-operate-with";
    private static final String ONE = "ErasedPerson01";
    private static final String TWO = "ErasedPerson02";
    private static final String TWO_AT_WORK = "ErasedPerson02AtWork";
    private static final String ADDRESS = "second.person@shop.example";
    private static final int EVENTS_EACH = 12;

    private static final String CONFIG = """
            sinks:
              - {name: files, type: file, dir: events, max-bytes: 64KiB, gzip: true}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: http1, connections: 8, pace: off}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files, vendor]
            """;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(2);
    private final Map<String, String> environment = new HashMap<>();
    private Path config;
    private Path data;
    private Set<String> sessions;

    @Test
    void noSinkGetsThePersonAfterwardsAndEverybodyElseIsDelivered() throws Exception {
        data = dir.resolve("data");
        int vendorPort = FreePort.next();
        config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(vendorPort));
        environment.put("WEIR_ADMIN_TOKEN", TOKEN);
        environment.put("WEIR_ADMIN_PORT", String.valueOf(FreePort.next()));
        try (WeirProcess weir = WeirProcess.serve(config, data, environment)) {
            List<Thread> threads = clients.start(weir.publicUri(), 0);
            sendPersons(weir);
            awaitAcknowledged(200);
            Await.until("the persons are in compressed files", () -> areInCompressedFiles(ONE, TWO, TWO_AT_WORK));
            sessions = sessionsOf(ONE, TWO, TWO_AT_WORK);
            assertThat(sessions).hasSizeGreaterThanOrEqualTo(3);

            eraseByThePrivatePort(weir);
            eraseByTheCommand();
            assertThat(weir.log().lines().filter(line -> line.contains("erased section=shop")))
                    .as("erasures by the server itself")
                    .hasSize(2);

            awaitAcknowledged(200);
            assertThat(weir.log()).doesNotContain("ERROR");
            weir.kill();
            for (Thread client : threads) {
                client.join();
            }
            assertNothingIsFound();
        }
        try (WeirProcess weir = WeirProcess.serve(config, data, environment);
                ModelUpstream vendor = new ModelUpstream(vendorPort, 0)) {
            Await.until(
                    "all others sent to the vendor",
                    () -> clients.missing(others(vendor)).isEmpty());
            Await.until("nothing is pending", () -> scrape(weir).sum("weir_sink_pending") == 0);

            assertThat(vendor.bodiesByKey().values().stream().flatMap(List::stream))
                    .noneMatch(body -> body.contains("ErasedPerson") || body.contains(ADDRESS));
            assertEachKeyMeansOneEvent(vendor);
            assertTheBooksBalance(scrape(weir));
            assertThat(weir.stop()).isZero();
        }
        assertEachOthersLineOnce();
        assertNothingIsFound();
    }

    private void sendPersons(WeirProcess weir) throws Exception {
        Web web = new Web(weir.publicUri());
        for (int i = 0; i < EVENTS_EACH; i++) {
            push(web, ONE, "");
            push(web, TWO, i == 3 ? ",\"email\":\"Second.Person@shop.example\"" : "");
            push(web, TWO_AT_WORK, i == 5 ? ",\"profile\":{\"email\":\"" + ADDRESS + "\"}" : "");
        }
    }

    private static void push(Web web, String device, String more) throws Exception {
        String body = "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"" + device + "\",\"seance\":\"seance-of-"
                + device + "\",\"items\":[{\"id\":\"7\"}]" + more + "}";
        assertThat(web.post("/push", body).statusCode()).isEqualTo(200);
    }

    private void awaitAcknowledged(int more) {
        int target = clients.acknowledged().size() + more;
        Await.until(target + " acknowledged", () -> clients.acknowledged().size() >= target);
    }

    private void eraseByThePrivatePort(WeirProcess weir) throws Exception {
        HttpResponse<String> answer = new Web(weir.privateUri())
                .post(
                        "/api/erase",
                        "{\"section\":\"shop\",\"did\":\"" + ONE + "\"}",
                        "Authorization",
                        "Bearer " + TOKEN);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertErased(answer.body(), EVENTS_EACH);
    }

    private void eraseByTheCommand() throws IOException {
        Map<String, String> asIfAtTheServer = new HashMap<>(environment);
        asIfAtTheServer.put("WEIR_DATA", data.toString());
        WeirProcess.Result result = WeirProcess.run(
                asIfAtTheServer,
                "erase",
                "--config",
                config.toString(),
                "--section",
                "shop",
                "--email-sha256",
                String.valueOf(Names.emailHash(ADDRESS)));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertErased(result.output(), 2 * EVENTS_EACH);
        assertThat(result.output()).contains("nothing is found any longer");
    }

    /** All were in the files, and none had been delivered to the vendor. */
    private static void assertErased(String receipt, int events) {
        assertThat(receipt)
                .contains("\"journal_events\":" + events + ",")
                .contains("\"lines\":{\"files\":" + events + "}")
                .contains("{\"sink\":\"files\",\"settled\":" + events + ",\"pending\":0,")
                .contains("{\"sink\":\"vendor\",\"settled\":0,\"pending\":" + events + ",")
                .contains("\"later_events\":0,")
                .contains("\"hits\":0,")
                .contains("\"clean\":true}");
    }

    private static void assertTheBooksBalance(Scrape scrape) {
        double accepted = scrape.sum("weir_journal_accepted");
        for (String name : List.of("files", "vendor")) {
            String sink = "sink=\"" + name + "\"";
            double settled = scrape.sum("weir_sink_delivered_total", sink)
                    + scrape.sum("weir_sink_superseded_total", sink)
                    + scrape.sum("weir_sink_dead_lettered_total", sink)
                    + scrape.sum("weir_sink_skipped_total", sink)
                    + scrape.sum("weir_sink_not_routed_total", sink);
            assertThat(settled).as("books of " + name).isEqualTo(accepted);
        }
        assertThat(scrape.sum("weir_sink_skipped_total", "sink=\"vendor\"")).isEqualTo(3 * EVENTS_EACH);
        assertThat(scrape.sum("weir_sink_dead_lettered_total")).isZero();
    }

    /** What came that is not of the persons; their bodies would have no label. */
    private static Map<String, List<String>> others(ModelUpstream vendor) {
        Map<String, List<String>> others = new HashMap<>(vendor.bodiesByKey());
        others.values().removeIf(bodies -> bodies.get(0).contains("ErasedPerson"));
        return others;
    }

    private static void assertEachKeyMeansOneEvent(ModelUpstream vendor) {
        Set<String> labels = new HashSet<>();
        vendor.bodiesByKey().forEach((key, bodies) -> {
            assertThat(new HashSet<>(bodies)).as(key).hasSize(1);
            assertThat(labels.add(TickingClients.label(bodies.get(0)))).as(key).isTrue();
        });
    }

    private void assertEachOthersLineOnce() throws IOException {
        List<String> labels = new ArrayList<>();
        int stubs = 0;
        for (String line : lines()) {
            if (line.contains("\"erased\":true")) {
                stubs++;
            } else {
                labels.add(TickingClients.label(line));
            }
        }
        assertThat(stubs).isEqualTo(3 * EVENTS_EACH);
        assertThat(labels).doesNotHaveDuplicates().containsAll(clients.acknowledged());
        assertThat(clients.sent()).containsAll(labels);
    }

    private void assertNothingIsFound() throws IOException {
        Set<String> wanted = new TreeSet<>(sessions);
        wanted.addAll(List.of("ErasedPerson", ADDRESS, "Second.Person"));
        for (Path file : files(data)) {
            String text = text(file);
            assertThat(wanted).as(file.toString()).noneMatch(text::contains);
        }
        assertThat(Files.readString(data.resolve("audit.ndjson"))).contains("/api/erase");
    }

    private boolean areInCompressedFiles(String... devices) throws IOException {
        Set<String> missing = new HashSet<>(List.of(devices));
        for (Path file : files(data.resolve("events"))) {
            if (file.toString().endsWith(".gz")) {
                String text = text(file);
                missing.removeIf(text::contains);
            }
        }
        return missing.isEmpty();
    }

    /** By our account and by the client's, as the files tell. */
    private Set<String> sessionsOf(String... devices) throws IOException {
        Set<String> found = new TreeSet<>();
        Pattern session = Pattern.compile("\"(?:client_)?sid\":\"([^\"]*)\"");
        for (String line : lines()) {
            if (Stream.of(devices).anyMatch(device -> line.contains("\"did\":\"" + device + "\""))) {
                for (Matcher matcher = session.matcher(line); matcher.find(); ) {
                    found.add(matcher.group(1));
                }
            }
        }
        return found;
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(data.resolve("events"))) {
            text(file).lines().forEach(lines::add);
        }
        return lines;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Decompressed where it is compressed; empty if it is gone by now. */
    private static String text(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private static Scrape scrape(WeirProcess weir) throws Exception {
        return Scrape.of(new Web(weir.privateUri())
                .get("/metrics", "Authorization", "Bearer " + TOKEN)
                .body());
    }
}
