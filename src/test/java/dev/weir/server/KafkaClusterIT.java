package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import dev.weir.relay.sink.kafka.KafkaCluster;
import dev.weir.relay.sink.kafka.TopicReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers that stop and come back, partitions that move, and a relay that is killed: the journal of many machines holds. */
final class KafkaClusterIT {

    private static final int PARTITIONS = 6;
    private static final int DEVICES = 24;
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(60);
    private static final String CONFIG = """
            journal:
              type: kafka%4$s
              kafka: {servers: '%1$s', topic: '%2$s', group: '%2$s', delivery-timeout: 2s%5$s,
                      properties: {session.timeout.ms: '6000'}}
            sinks:
              - {name: vendor, type: http, url: 'http://127.0.0.1:%3$d', protocol: h2, pace: {refill: 5000}}
              - {name: bus, type: kafka, bootstrap: '%1$s', topic: '%2$s-bus'}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [vendor, bus]
            """;

    private static final AtomicInteger TOPICS = new AtomicInteger();

    @TempDir
    private static Path brokersDir;

    private static KafkaCluster cluster;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(DEVICES, BETWEEN_EVENTS);
    private final ArrivalBook book = new ArrivalBook();
    private final AtomicInteger probes = new AtomicInteger();
    private VendorServer vendor;
    private String topic;

    @BeforeAll
    static void startBrokers() throws IOException {
        cluster = KafkaCluster.start(brokersDir);
    }

    @AfterAll
    static void stopBrokers() {
        cluster.close();
    }

    @BeforeEach
    void prepare() {
        topic = "clustered-" + TOPICS.incrementAndGet();
        cluster.createTopic(topic, PARTITIONS);
        cluster.createTopic(topic + "-bus", 2);
        vendor = VendorServer.start();
        vendor.behave(call -> {
            book.add(call.key(), TickingClients.label(call.body()));
            VendorServer.OK.answer(call);
        });
    }

    @AfterEach
    void closeVendor() {
        vendor.close();
    }

    @Test
    @Tag(Soak.TAG)
    void brokersStopPartitionsMoveAndRelaysAreKilledWithoutALossOrAReordering() throws Exception {
        Path config = config(false);
        try (LocalWeir intake = LocalWeir.serving(ServeRole.INTAKE, dir.resolve("intake"), config);
                LocalWeir relay = LocalWeir.serving(ServeRole.RELAY, dir.resolve("relay"), config)) {
            List<Thread> threads = clients.start(intake.uri(), 0);
            Soak.Rounds rounds = Soak.rounds(1, 40);
            while (rounds.next()) {
                disturb(config, rounds.count() % PARTITIONS);
            }
            end(intake, threads);
            assertEverythingArrives(relay, clients.acknowledged());
            assertThat(clients.promises()).containsExactly("replicated");
            Scrape scrape = relay.scrape();
            for (String sink : List.of("vendor", "bus")) {
                assertThat(scrape.sum("weir_sink_delivered_total", "sink=\"" + sink + "\""))
                        .isEqualTo(scrape.sum("weir_journal_accepted"))
                        .isEqualTo(book.size());
            }
        }
    }

    /** Two leaders are killed, one after the other, and a relay with the second; then all partitions move. */
    private void disturb(Path config, int partition) throws Exception {
        try (WeirProcess other = WeirProcess.serve("relay", config, dir.resolve("other"))) {
            awaitMore(clients, 200);
            int first = cluster.leader(topic, partition);
            cluster.kill(first);
            awaitMore(clients, 200);
            cluster.restart(first);
            int second = cluster.leader(topic, partition);
            cluster.kill(second);
            other.kill();
            awaitMore(clients, 200);
            cluster.restart(second);
        }
        cluster.movePartitions(topic);
        awaitMore(clients, 200);
    }

    @Test
    void withTwoBrokersOfThreeDownNothingIsAcknowledgedButWhatIsSpilled() throws Exception {
        Path plain = config(false);
        Path spilling = config(true);
        TickingClients others = new TickingClients(DEVICES, BETWEEN_EVENTS);
        try (LocalWeir intake = LocalWeir.serving(ServeRole.INTAKE, dir.resolve("intake"), plain);
                LocalWeir spill = LocalWeir.serving(ServeRole.INTAKE, dir.resolve("spill"), spilling);
                LocalWeir relay = LocalWeir.serving(ServeRole.RELAY, dir.resolve("relay"), plain)) {
            List<Thread> threads = clients.start(intake.uri(), 1);
            List<Thread> otherThreads = others.start(spill.uri(), 2);
            awaitMore(clients, 200);
            awaitMore(others, 200);
            cluster.kill(0, 1);
            try {
                assertNothingIsAcknowledgedBut(intake, spill, others);
            } finally {
                cluster.restart(0, 1);
            }
            Await.until("taken again", () -> probe(intake).statusCode() == 200);
            Await.until("replicated again", () -> "replicated".equals(ack(probe(spill))));
            awaitMore(clients, 100);
            awaitMore(others, 100);
            end(intake, threads);
            end(spill, otherThreads);
            Set<String> acknowledged = new HashSet<>(clients.acknowledged());
            acknowledged.addAll(others.acknowledged());
            assertEverythingArrives(relay, acknowledged);
            assertThat(clients.promises()).containsExactly("replicated");
            assertThat(others.promises()).containsExactlyInAnyOrder("replicated", "fsync");
        }
    }

    private void assertNothingIsAcknowledgedBut(LocalWeir intake, LocalWeir spill, TickingClients spilled)
            throws Exception {
        Await.until("refused", () -> probe(intake).statusCode() == 503);
        int before = clients.acknowledged().size();
        Await.until("spilled", () -> "fsync".equals(ack(probe(spill))));
        awaitMore(spilled, 300);
        HttpResponse<String> refused = probe(intake);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(clients.acknowledged()).hasSize(before);
    }

    private static void awaitMore(TickingClients clients, int more) {
        int target = clients.acknowledged().size() + more;
        Await.until("more acknowledged", () -> clients.acknowledged().size() >= target);
    }

    private void assertEverythingArrives(LocalWeir relay, Set<String> acknowledged) {
        Await.until("all delivered", () -> book.hasAll(acknowledged));
        Await.until("settled", () -> relay.isSettled("vendor") && relay.isSettled("bus"));
        book.assertEachKeyMeansOneEvent(acknowledged);
        book.assertOrder(acknowledged);
        ArrivalBook bus = bus(acknowledged);
        bus.assertEachKeyMeansOneEvent(acknowledged);
        bus.assertOrder(acknowledged);
    }

    private ArrivalBook bus(Set<String> acknowledged) {
        try (TopicReader reader = new TopicReader(cluster.bootstrap(), topic + "-bus")) {
            return ArrivalBook.of(reader.readUntil(read -> ArrivalBook.of(read).hasAll(acknowledged)));
        }
    }

    private static String ack(HttpResponse<String> answer) {
        return answer.headers().firstValue("weir-ack").orElse("none");
    }

    private static void end(LocalWeir intake, List<Thread> threads) throws InterruptedException {
        intake.close();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Path config(boolean hasSpill) throws IOException {
        String text = CONFIG.formatted(
                cluster.bootstrap(),
                topic,
                vendor.port(),
                hasSpill ? "\n  reserve-bytes: 0B" : "",
                hasSpill ? ", spill: true" : "");
        return Files.writeString(dir.resolve("weir-" + hasSpill + ".yaml"), text);
    }

    /** An event of nobody's but this test's. */
    private HttpResponse<String> probe(LocalWeir weir) throws Exception {
        return weir.post(
                "/push/custom",
                "{\"shop_id\":\"shop\",\"did\":\"probe\",\"event\":\"tick\",\"label\":\"e9-9-"
                        + probes.incrementAndGet() + "\"}");
    }
}
