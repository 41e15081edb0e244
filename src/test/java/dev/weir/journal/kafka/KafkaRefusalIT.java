package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.kafka.KafkaBroker;
import dev.weir.relay.sink.kafka.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer that a broker does not know yet, while replicas are wanting and come back: of such a one a broker takes any batch, also the second
 * where it has refused the first.
 */
final class KafkaRefusalIT {

    private static final String TOPIC = "refused";
    private static final int ROUNDS = 12;
    private static final int RECORDS = 40;
    private static final int BEFORE_THE_REPLICAS_ARE_BACK = 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path dir;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(dir);
        broker.createTopic(TOPIC, 1);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void whatIsRefusedAtFirstStaysInFrontOfWhatCameAfterIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            send(round);
        }

        List<String> came = TopicReader.readAll(broker.bootstrap(), TOPIC).stream()
                .map(TopicReader.Record::value)
                .toList();
        assertThat(came)
                .isEqualTo(IntStream.range(0, ROUNDS * RECORDS)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    /** Each record is a batch, and the first is asked to be taken again and again until there are replicas enough. */
    private static void send(int round) throws Exception {
        wantReplicas(2);
        Map<String, Object> settings = ClientSettings.ofProducer(KafkaOptions.at(broker.bootstrap(), TOPIC, true));
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "1");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "1");
        settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "1");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(LIMIT.toMillis()));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            CountDownLatch taken = new CountDownLatch(RECORDS);
            for (int i = 0; i < RECORDS; i++) {
                if (i == BEFORE_THE_REPLICAS_ARE_BACK) {
                    wantReplicas(1);
                }
                byte[] value = Integer.toString(round * RECORDS + i).getBytes(StandardCharsets.US_ASCII);
                producer.send(new ProducerRecord<>(TOPIC, value), (metadata, failure) -> {
                    if (failure == null) {
                        taken.countDown();
                    }
                });
            }
            assertThat(taken.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** More than there are is what a topic wants whose brokers are away. */
    private static void wantReplicas(int count) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        ConfigEntry entry = new ConfigEntry("min.insync.replicas", Integer.toString(count));
        Collection<AlterConfigOp> change = List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET));
        broker.admin()
                .incrementalAlterConfigs(Map.of(topic, change))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
