package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under a load of batches: each is there as a whole or not at all, and a retry of one without an answer is no second. */
final class BatchKillIT {

    private static final int CYCLES = 3;
    private static final int CLIENTS = 8;
    private static final int BATCH = 10;
    private static final int ACKNOWLEDGED_PER_CYCLE = 150;
    private static final Pattern LABEL = Pattern.compile("\"label\":\"(b\\d+-\\d+-\\d+)/(\\d+)\"");

    private static final String CONFIG = """
            state: {snapshot-every: 500}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                pagent: [{name: one, api-key: pagent-key}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    @Test
    void everyBatchIsWhole() throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
                int target = acknowledged.size() + ACKNOWLEDGED_PER_CYCLE;
                List<Thread> clients = startClients(weir.publicUri(), cycle);
                Await.until(target + " acknowledged", () -> acknowledged.size() >= target);
                weir.kill();
                for (Thread client : clients) {
                    client.join();
                }
            }
        }
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            awaitSettled(weir);
            Map<String, Set<String>> kept = events();
            assertThat(kept.values()).allMatch(events -> events.size() == BATCH);
            assertThat(kept.keySet()).containsAll(acknowledged);

            List<String> again = List.copyOf(unanswered);
            assertThat(again).as("batches that the kills cut off").isNotEmpty();
            retry(weir.publicUri(), again);
            awaitSettled(weir);
            Map<String, Set<String>> all = events();
            assertThat(all.values()).allMatch(events -> events.size() == BATCH);
            assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(weir.stop()).isZero();
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    private List<Thread> startClients(URI server, int cycle) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String prefix = "b" + cycle + "-" + i + "-";
            Thread client = new Thread(() -> sendUntilKilled(server, prefix), "client-" + i);
            client.start();
            clients.add(client);
        }
        return clients;
    }

    private void sendUntilKilled(URI server, String prefix) {
        try (RawConnection connection = new RawConnection(server)) {
            for (int i = 0; ; i++) {
                send(connection, prefix + i);
            }
        } catch (IOException killed) {
            // The batch on its way stays among the unanswered.
        }
    }

    private void retry(URI server, List<String> batches) throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            for (String batch : batches) {
                send(connection, batch);
            }
        }
    }

    private void send(RawConnection connection, String batch) throws IOException {
        unanswered.add(batch);
        byte[] body = body(batch).getBytes(StandardCharsets.UTF_8);
        connection.send("POST /v2/conversions/bulk HTTP/1.1\r\nHost: weir\r\nAuthorization: Bearer pagent-key\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n");
        connection.send(body);
        RawConnection.Response response = connection.response();
        if (response.status() != 200 || !response.body().equals("{\"accepted\":" + BATCH + "}")) {
            throw new AssertionError(response);
        }
        acknowledged.add(batch);
        unanswered.remove(batch);
    }

    private static String body(String batch) {
        StringBuilder json = new StringBuilder("{\"events\":[");
        for (int i = 0; i < BATCH; i++) {
            String label = batch + "/" + i;
            json.append(i == 0 ? "" : ",")
                    .append("{\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"},")
                    .append("\"label\":\"")
                    .append(label)
                    .append("\",\"event_id\":\"")
                    .append(label)
                    .append("\"}");
        }
        return json.append("]}").toString();
    }

    private static void awaitSettled(WeirProcess weir) {
        Web web = new Web(weir.privateUri());
        Await.until(
                "nothing is owed", () -> Scrape.of(web.get("/metrics").body()).sum("weir_sink_pending") == 0);
    }

    /** The events in the files by batch; fails where one is there twice. */
    private Map<String, Set<String>> events() throws IOException {
        Map<String, Set<String>> events = new HashMap<>();
        for (String line : EventLines.in(dir.resolve("data/events"))) {
            Matcher label = LABEL.matcher(line);
            assertThat(label.find()).as(line).isTrue();
            assertThat(events.computeIfAbsent(label.group(1), batch -> new TreeSet<>())
                            .add(label.group(2)))
                    .as("once: %s", label.group())
                    .isTrue();
        }
        return events;
    }
}
