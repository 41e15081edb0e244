package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.relay.sink.kafka.KafkaBroker;
import dev.weir.relay.sink.kafka.TopicReader;
import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spill in front of Kafka: a real broker that goes away and comes back, and an intake that is killed meanwhile. */
final class SpillIT {

    private static final int CLIENTS = 8;
    private static final String PROBE = "e9-9-";
    private static final String CONFIG = """
            journal:
              type: kafka
              file-bytes: 1MiB
              max-bytes: %3$s
              reserve-bytes: 0B
              kafka: {servers: '%1$s', topic: '%2$s', group: '%2$s', delivery-timeout: 2s, spill: true,
                      properties: {session.timeout.ms: '6000'}}
            sinks:
              - name: bus
                type: kafka
                bootstrap: '%1$s'
                topic: '%2$s-bus'
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [bus]
            """;

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    private static Path brokerDir;

    private static KafkaBroker broker;

    @TempDir
    private Path dir;

    private String topic;
    private final TickingClients clients = new TickingClients(CLIENTS);
    private final AtomicInteger ticks = new AtomicInteger();

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
        topic = "spilled-" + TOPICS.incrementAndGet();
        broker.createTopic(topic, 4);
        broker.createTopic(topic + "-bus", 2);
    }

    @Test
    void eventsAreTakenWhileTheBrokerIsAwayThoughTheIntakeIsKilledAndArriveInOrder() throws Exception {
        Path config = config(broker.bootstrap(), "64MiB");
        List<Record> records;
        try (LocalWeir relay = LocalWeir.serving(ServeRole.RELAY, dir.resolve("relay"), config)) {
            try {
                killWhileTheBrokerIsAway(config);
            } finally {
                broker.kill();
                broker.restart();
            }
            comeBack(config);
            try (TopicReader reader = new TopicReader(broker.bootstrap(), topic + "-bus")) {
                records =
                        reader.readUntil(read -> Arrivals.missing(read, clients).isEmpty());
            }
            Await.until("settled", () -> relay.isSettled("bus"));
        }
        Arrivals.assertEachKeyMeansOneEvent(records);
        Arrivals.assertOrder(records);
        Set<String> strange = Arrivals.labels(records);
        strange.removeAll(clients.sent());
        assertThat(strange).allMatch(label -> label.startsWith(PROBE));
    }

    /** One life in which the broker dies, and one without it from the start. Each is killed. */
    private void killWhileTheBrokerIsAway(Path config) throws Exception {
        try (WeirProcess intake = WeirProcess.serve("intake", config, dir.resolve("intake"))) {
            List<Thread> threads = clients.start(intake.publicUri(), 0);
            Await.until("acknowledged", () -> clients.acknowledged().size() > 300);
            awaitPromise(intake, "replicated");
            broker.kill();
            killSpilling(intake, threads);
        }
        try (WeirProcess intake = WeirProcess.serve("intake", config, dir.resolve("intake"))) {
            killSpilling(intake, clients.start(intake.publicUri(), 1));
        }
    }

    private void killSpilling(WeirProcess intake, List<Thread> threads) throws Exception {
        awaitPromise(intake, "fsync");
        int target = clients.acknowledged().size() + 500;
        Await.until(
                "acknowledged without the broker", () -> clients.acknowledged().size() > target);
        Web admin = new Web(intake.privateUri());
        HttpResponse<String> ready = admin.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"spill\":{\"empty\":false}");
        Scrape scrape = Scrape.of(admin.get("/metrics").body());
        assertThat(scrape.sum("weir_journal_spill_state", "state=\"spilling\"")).isEqualTo(1);
        assertThat(scrape.sum("weir_journal_spill_pending")).isGreaterThan(500);
        assertThat(scrape.sum("weir_journal_spilled_total")).isGreaterThan(500);
        assertThat(scrape.sum("weir_journal_spill_disk_bytes")).isPositive();
        assertThat(scrape.sum("weir_journal_spill_fsync_seconds_count")).isPositive();
        assertThat(scrape.sum("weir_journal_spill_damaged_total")).isZero();
        assertThat(scrape.sum("weir_journal_spill_lost_total")).isZero();
        intake.kill();
        join(threads);
    }

    private void comeBack(Path config) throws Exception {
        try (WeirProcess intake = WeirProcess.serve("intake", config, dir.resolve("intake"))) {
            List<Thread> threads = clients.start(intake.publicUri(), 2);
            awaitPromise(intake, "replicated");
            int target = clients.acknowledged().size() + 300;
            Await.until("acknowledged", () -> clients.acknowledged().size() > target);
            Web admin = new Web(intake.privateUri());
            assertThat(admin.get("/health/ready").body()).contains("\"spill\":{\"empty\":true}");
            assertThat(Scrape.of(admin.get("/metrics").body()).sum("weir_journal_spill_pending"))
                    .isZero();
            assertThat(intake.stop()).isZero();
            join(threads);
            assertThat(intake.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void aFullSpillRefusesAndSaysSoAndTakesEventsAgainWhenItIsDrained() throws Exception {
        Path config = config(broker.bootstrap(), "4MiB");
        String filling = "x".repeat(7_000);
        try (LocalWeir weir = LocalWeir.serving(ServeRole.INTAKE, dir.resolve("intake"), config)) {
            broker.kill();
            try {
                Await.until(
                        "the spill is full",
                        () -> weir.post("/push/custom", tick("d", filling)).statusCode() == 503);
                Await.until(
                        "it says so",
                        () -> weir.admin().get("/health/ready").body().contains("\"disk\":false"));
            } finally {
                broker.restart();
            }
            Await.until("replicated", () -> "replicated".equals(ack(weir.post("/push/custom", tick("d", "")))));
            assertThat(weir.admin().get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTopicThatIsNotThereIsNoStartThoughThereIsASpill() throws Exception {
        Path config = config(broker.bootstrap(), "64MiB");
        Files.writeString(config, Files.readString(config).replace("topic: '" + topic + "',", "topic: absent,"));
        assertThatThrownBy(() -> LocalWeir.serving(ServeRole.INTAKE, dir.resolve("intake"), config))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("journal.kafka.topic: absent does not exist");
    }

    @Test
    void aRelayHasNoSpill() throws Exception {
        Path config = config(broker.bootstrap(), "64MiB");
        try (LocalWeir relay = LocalWeir.serving(ServeRole.RELAY, dir.resolve("relay"), config)) {
            assertThat(relay.admin().get("/health/ready").body()).doesNotContain("spill");
            assertThat(dir.resolve("relay").resolve("spill")).doesNotExist();
        }
    }

    private void awaitPromise(WeirProcess intake, String promise) {
        Web web = new Web(intake.publicUri());
        Await.until(
                "answers promise " + promise, () -> promise.equals(ack(web.post("/push/custom", tick("probe", "")))));
    }

    private static String ack(HttpResponse<String> answer) {
        return answer.headers().firstValue("weir-ack").orElse("none");
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Path config(String servers, String maxBytes) throws IOException {
        return Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(servers, topic, maxBytes));
    }

    /** With labels of their own, beside those of the clients. */
    private String tick(String device, String filling) {
        return "{\"shop_id\":\"shop\",\"did\":\"" + device + "\",\"event\":\"tick\",\"label\":\"" + PROBE
                + ticks.incrementAndGet() + "\",\"category\":\"" + filling + "\"}";
    }
}
