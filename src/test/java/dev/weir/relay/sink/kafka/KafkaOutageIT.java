package dev.weir.relay.sink.kafka;

import static org.apache.kafka.clients.admin.ScramMechanism.SCRAM_SHA_256;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sink before a broker that dies, is not there yet, or does not let it in. */
final class KafkaOutageIT {

    private static final int EVENTS = 20_000;
    private static final int IN_FLIGHT = 1000;

    @TempDir
    private static Path dir;

    private static KafkaBroker broker;

    private final KafkaBench bench = new KafkaBench();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(dir);
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @AfterEach
    void closeRelay() {
        bench.close();
    }

    /** The longer timeout outlives the outage, so that the producer itself repeats; after the shorter one the relay does. */
    @ParameterizedTest
    @ValueSource(ints = {120, 2})
    void aBrokerKilledInTheMiddleLosesNothingAndRepeatsNoMoreThanWereInFlight(int timeoutSeconds) throws Exception {
        String topic = "killed-" + timeoutSeconds;
        broker.createTopic(topic, 4);
        bench.addViews(EVENTS, 2000);
        bench.start(KafkaBench.options(broker.bootstrap(), topic, IN_FLIGHT, Duration.ofSeconds(timeoutSeconds)));
        bench.awaitSaved(EVENTS / 10);

        broker.kill();
        assertThat(bench.pending()).isPositive();
        broker.restart();
        bench.drain();

        List<Record> records = TopicReader.readAll(broker.bootstrap(), topic);
        bench.assertAllDelivered(records, EVENTS);
        assertThat(TopicReader.repetitions(records)).isLessThanOrEqualTo(IN_FLIGHT);
    }

    @Test
    void eventsWaitForABrokerThatIsDownAtTheStart() throws Exception {
        broker.createTopic("waiting", 1);
        broker.kill();
        bench.addViews(500, 20);
        bench.start(KafkaBench.options(broker.bootstrap(), "waiting"));
        bench.awaitFailedAttempts(20);

        broker.restart();
        bench.drain();

        bench.assertAllDelivered(TopicReader.readAll(broker.bootstrap(), "waiting"), 500);
    }

    @Test
    void eventsWaitUntilTheSinkIsLetIn() throws Exception {
        broker.createTopic("guarded", 1);
        grant("guarded", "stranger");
        bench.addViews(500, 20);
        bench.start(KafkaBench.options(broker.securedBootstrap(), "guarded").with(scram("stranger")));
        bench.awaitFailedAttempts(20);

        addUser("stranger");
        bench.drain();

        bench.assertAllDelivered(TopicReader.readAll(broker.bootstrap(), "guarded"), 500);
    }

    @Test
    void eventsWaitUntilTheSinkMayWriteToTheTopic() throws Exception {
        broker.createTopic("granted", 1);
        addUser("known");
        bench.addViews(500, 20);
        bench.start(KafkaBench.options(broker.securedBootstrap(), "granted").with(scram("known")));
        bench.awaitFailedAttempts(20);

        grant("granted", "known");
        bench.drain();

        bench.assertAllDelivered(TopicReader.readAll(broker.bootstrap(), "granted"), 500);
    }

    private static Map<String, String> scram(String user) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                        + "\" password=\"secret\";");
    }

    private static void addUser(String user) {
        KafkaBroker.get(
                "user",
                broker.admin()
                        .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                user, new ScramCredentialInfo(SCRAM_SHA_256, 4096), "secret")))
                        .all());
    }

    private static void grant(String topic, String user) {
        ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        AccessControlEntry write =
                new AccessControlEntry("User:" + user, "*", AclOperation.WRITE, AclPermissionType.ALLOW);
        KafkaBroker.get(
                "grant",
                broker.admin()
                        .createAcls(List.of(new AclBinding(resource, write)))
                        .all());
    }
}
