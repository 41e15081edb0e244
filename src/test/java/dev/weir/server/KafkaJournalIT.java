package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.relay.sink.kafka.KafkaBroker;
import dev.weir.relay.sink.kafka.TopicReader;
import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka as the journal of many machines: a real broker, and Weirs that take, deliver, come and go. */
final class KafkaJournalIT {

    private static final int PARTITIONS = 4;
    private static final int CLIENTS = 8;
    private static final int IN_FLIGHT = 64;
    private static final String CONFIG = """
            journal:
              type: kafka
              kafka: {servers: '%1$s', topic: '%2$s', group: '%2$s', delivery-timeout: 2s,
                      properties: {session.timeout.ms: '6000'}}
            sinks:
              - {name: files, type: file, dir: events}
              - name: bus
                type: kafka
                bootstrap: '%1$s'
                topic: '%2$s-bus'
                max-in-flight: %4$d
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [%3$s]
            """;

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    private static Path brokerDir;

    private static KafkaBroker broker;

    @TempDir
    private Path dir;

    private String topic;
    private final TickingClients clients = new TickingClients(CLIENTS);

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(brokerDir);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void makeTopics() {
        topic = "weir-" + TOPICS.incrementAndGet();
        broker.createTopic(topic, PARTITIONS);
        broker.createTopic(topic + "-bus", 2);
    }

    @Test
    void anAnswerSaysReplicatedAndTheEventArrivesWithTheBooksInBalance() throws Exception {
        try (LocalWeir weir = LocalWeir.serving(ServeRole.ALL, dir.resolve("data"), config("files"))) {
            for (int i = 0; i < 100; i++) {
                var answer = weir.post("/push/custom", tick("d" + i % 20, "e0-0-" + i));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("weir-ack")).hasValue("replicated");
            }
            Await.until("delivered", () -> weir.scrape().sum("weir_sink_delivered_total", "sink=\"files\"") == 100);
            Scrape scrape = weir.scrape();
            assertThat(scrape.sum("weir_journal_accepted")).isEqualTo(100);
            assertThat(scrape.sum("weir_sink_pending", "sink=\"files\"")).isZero();
            assertThat(scrape.sum("weir_sink_not_routed_total", "sink=\"bus\"")).isEqualTo(100);
            assertThat(labels(dir.resolve("data"))).hasSize(100).doesNotHaveDuplicates();
            assertThat(weir.admin().get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(weir.admin().get("/api/sinks").body())
                    .contains("\"pending\":0")
                    .contains("\"well\":true");
        }
    }

    @Test
    void aRelayThatIsKilledLosesNothingAndWhatComesTwiceIsKeyedAlike() throws Exception {
        Path config = config("bus");
        try (LocalWeir intake = LocalWeir.serving(ServeRole.INTAKE, dir.resolve("intake"), config)) {
            List<Thread> threads = clients.start(intake.uri(), 0);
            try (WeirProcess relay = WeirProcess.serve("relay", config, dir.resolve("relay"));
                    TopicReader reader = new TopicReader(broker.bootstrap(), topic + "-bus")) {
                List<Record> unused = reader.readUntil(read -> read.size() > 200);
                relay.kill();
            }
            try (LocalWeir relay = LocalWeir.serving(ServeRole.RELAY, dir.resolve("other"), config)) {
                assertEverythingArrives(relay, threads, intake);
            }
        }
    }

    @Test
    void relaysThatComeAndGoUnderTrafficLoseNothingAndKeepEachDevicesOrder() throws Exception {
        Path config = config("bus");
        try (LocalWeir intake = LocalWeir.serving(ServeRole.INTAKE, dir.resolve("intake"), config);
                LocalWeir first = LocalWeir.serving(ServeRole.RELAY, dir.resolve("first"), config)) {
            List<Thread> threads = clients.start(intake.uri(), 0);
            Await.until("all partitions", () -> partitions(first) == PARTITIONS);
            try (LocalWeir second = LocalWeir.serving(ServeRole.RELAY, dir.resolve("second"), config)) {
                Await.until(
                        "shared", () -> partitions(second) == PARTITIONS / 2 && partitions(first) == PARTITIONS / 2);
                Await.until(
                        "the second delivers",
                        () -> second.scrape().sum("weir_sink_attempts_total", "outcome=\"delivered\"") > 100);
            }
            Await.until("all partitions again", () -> partitions(first) == PARTITIONS);
            List<Record> records = assertEverythingArrives(first, threads, intake);
            Arrivals.assertOrder(records);
            assertThat(records.size() - Arrivals.labels(records).size())
                    .as("came twice")
                    .isLessThanOrEqualTo(IN_FLIGHT);
        }
    }

    @Test
    void whileTheBrokerIsAwayEventsAreRefusedAndThenTakenAgain() throws Exception {
        try (LocalWeir weir = LocalWeir.serving(ServeRole.ALL, dir.resolve("data"), config("files"))) {
            assertThat(weir.post("/push/custom", tick("d", "e0-0-1")).statusCode())
                    .isEqualTo(200);
            broker.kill();
            try {
                assertThat(weir.post("/push/custom", tick("d", "e0-0-2")).statusCode())
                        .isEqualTo(503);
                assertThat(weir.post("/push/custom", tick("d", "e0-0-3")).statusCode())
                        .isEqualTo(503);
                assertThat(weir.admin().get("/health/ready").statusCode()).isEqualTo(503);
            } finally {
                broker.restart();
            }
            Await.until("ready", () -> weir.admin().get("/health/ready").statusCode() == 200);
            assertThat(weir.post("/push/custom", tick("d", "e0-0-4")).statusCode())
                    .isEqualTo(200);
            Await.until("delivered", () -> labels(dir.resolve("data")).contains("e0-0-4"));
            assertThat(labels(dir.resolve("data"))).contains("e0-0-1").doesNotHaveDuplicates();
            Await.until("settled", () -> weir.isSettled("files"));
        }
    }

    @Test
    void aStartWithoutTheClusterOrTheTopicFailsAndNamesIt() throws Exception {
        String nobody = CONFIG.formatted("127.0.0.1:1", topic, "files", IN_FLIGHT);
        assertThatThrownBy(() -> LocalWeir.start(dir.resolve("a"), nobody))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("journal.kafka.servers: 127.0.0.1:1 (expected: brokers that can be reached)");
        String absent = CONFIG.formatted(broker.bootstrap(), topic + "-absent", "files", IN_FLIGHT);
        assertThatThrownBy(() -> LocalWeir.start(dir.resolve("b"), absent))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("journal.kafka.topic: " + topic + "-absent does not exist");
    }

    @Test
    void aStartThatNeedNotHaveTheClusterIsDegradedAndSaysSo() throws Exception {
        String nobody = CONFIG.formatted("127.0.0.1:1", topic, "files", IN_FLIGHT)
                .replace("{servers", "{fail-fast: false, servers");
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), nobody)) {
            assertThat(weir.post("/push/custom", tick("d", "e0-0-1")).statusCode())
                    .isEqualTo(503);
            assertThat(weir.admin().get("/health/ready").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void whatCannotBeWithATopicIsRefusedAndSaysWhy() throws Exception {
        try (LocalWeir weir = LocalWeir.serving(ServeRole.ALL, dir.resolve("data"), config("files"))) {
            var replay = weir.admin().send("POST", "/api/sinks/files/replay?from=1&to=1", null);
            assertThat(replay.statusCode()).isEqualTo(409);
            assertThat(replay.body()).contains("replay: with journal.type: kafka");
            var erase = weir.admin().send("POST", "/api/erase?section=shop&did=7rjVGhMykT", null);
            assertThat(erase.statusCode()).isEqualTo(409);
            assertThat(erase.body()).contains("erase: with journal.type: kafka");
        }
    }

    @Test
    void aPartOfWeirNeedsAJournalThatCanBeShared() throws Exception {
        Path config = Files.writeString(dir.resolve("files.yaml"), """
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """);
        assertThatThrownBy(() -> LocalWeir.serving(ServeRole.RELAY, dir.resolve("data"), config))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--role: relay with journal.type: file (expected: all, or journal.type: kafka)");
    }

    /** Ends the traffic, and waits until all that was acknowledged is there. */
    private List<Record> assertEverythingArrives(LocalWeir relay, List<Thread> threads, LocalWeir intake)
            throws Exception {
        int target = clients.acknowledged().size() + 500;
        Await.until("more acknowledged", () -> clients.acknowledged().size() >= target);
        intake.close();
        for (Thread thread : threads) {
            thread.join();
        }
        List<Record> records;
        try (TopicReader reader = new TopicReader(broker.bootstrap(), topic + "-bus")) {
            records = reader.readUntil(read -> Arrivals.missing(read, clients).isEmpty());
        }
        Await.until("settled", () -> relay.isSettled("bus"));
        Arrivals.assertEachKeyMeansOneEvent(records);
        Scrape scrape = relay.scrape();
        assertThat(scrape.sum("weir_sink_delivered_total", "sink=\"bus\""))
                .isEqualTo(scrape.sum("weir_journal_accepted"))
                .isEqualTo(Arrivals.labels(records).size());
        return records;
    }

    private static long partitions(LocalWeir weir) throws Exception {
        return weir.admin()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("weir_journal_lag{"))
                .count();
    }

    /** What the file sink has written. */
    private static List<String> labels(Path data) throws IOException {
        List<String> labels = new ArrayList<>();
        Path events = data.resolve("events");
        if (!Files.isDirectory(events)) {
            return labels;
        }
        try (Stream<Path> files = Files.walk(events)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    labels.add(TickingClients.label(line));
                }
            }
        }
        return labels;
    }

    private Path config(String sink) throws IOException {
        return Files.writeString(
                dir.resolve("weir.yaml"), CONFIG.formatted(broker.bootstrap(), topic, sink, IN_FLIGHT));
    }

    private static String tick(String device, String label) {
        return "{\"shop_id\":\"shop\",\"did\":\"" + device + "\",\"event\":\"tick\",\"label\":\"" + label + "\"}";
    }
}
