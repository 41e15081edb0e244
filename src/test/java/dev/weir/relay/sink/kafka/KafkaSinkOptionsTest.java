package dev.weir.relay.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSinkOptionsTest {

    private static final KafkaSinkOptions PLAIN = KafkaSinkOptions.of("bus", "a:9092", "weir");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks",
                "enable.idempotence",
                "key.serializer",
                "value.serializer",
                "max.in.flight.requests.per.connection",
                "retries",
                "max.block.ms",
                "bootstrap.servers",
                "compression.type",
                "delivery.timeout.ms",
                "partitioner.class",
                "partitioner.ignore.keys",
                "interceptor.classes",
                "transactional.id"
            })
    void propertiesThatCarryThePromiseAreRefused(String property) {
        assertThatThrownBy(() -> PLAIN.with(Map.of(property, "value-of-it")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sinks.bus.properties." + property + ": set (expected: ")
                .hasMessageNotContaining("value-of-it");
    }

    @Test
    void unknownPropertiesAreRefused() {
        assertThatThrownBy(() -> PLAIN.with(Map.of("ssl.pasword", "s3cret")))
                .hasMessage("sinks.bus.properties.ssl.pasword: unknown (expected: a property of Kafka's producer)");
    }

    @Test
    void aValueThatKafkaDoesNotTakeIsNamedButNotShown() {
        assertThatThrownBy(() -> PLAIN.with(Map.of("send.buffer.bytes", "s3cret")))
                .hasMessage("sinks.bus.properties.send.buffer.bytes: invalid (expected: what Kafka's producer takes)");
    }

    @Test
    void otherPropertiesArePassedOn() {
        assertThat(PLAIN.with(Map.of("linger.ms", "50", "client.rack", "a")).producerSettings())
                .containsEntry("linger.ms", "50")
                .containsEntry("client.rack", "a")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("bootstrap.servers", "a:9092");
    }

    @Test
    void propertiesThatDoNotFitIntoTheDeliveryTimeoutAreRefused() {
        assertThatThrownBy(() -> timeout(Duration.ofSeconds(2), Map.of("request.timeout.ms", "3000")))
                .hasMessage("sinks.bus.delivery-timeout: 2000ms (expected: at least linger.ms and request.timeout.ms"
                        + " together, 3005ms)");
    }

    @Test
    void theShortestDeliveryTimeoutIsTaken() {
        assertThatCode(() -> timeout(Duration.ofSeconds(1), Map.of())).doesNotThrowAnyException();
    }

    @Test
    void aDeliveryTimeoutOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> timeout(Duration.ofMillis(999), Map.of()))
                .hasMessage("sinks.bus.delivery-timeout: PT0.999S (expected: 1s to 1h)");
    }

    @Test
    void textHoldsNoPropertysValue() {
        assertThat(PLAIN.with(Map.of("ssl.key.password", "s3cret")))
                .asString()
                .contains("ssl.key.password")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "a:9092,", ",a:9092", "http://a:9092", "a:9092 b:9092", "a:1234567"})
    void bootstrapThatIsNoListOfBrokersIsRefused(String bootstrap) {
        assertThatThrownBy(() -> KafkaSinkOptions.of("bus", bootstrap, "weir"))
                .hasMessage(
                        "sinks.bus.bootstrap: " + bootstrap + " (expected: host:port, or several separated by commas)");
    }

    @Test
    void bootstrapMayNameSeveralAndAddresses() {
        assertThatCode(() -> KafkaSinkOptions.of("bus", "a.example:9092,10.0.0.1:9092,[::1]:9092", "weir"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a b", "a/b", "weir-{dialect}", "{section", "\u00e4"})
    void topicThatABrokerRefusesIsRefused(String topic) {
        assertThatThrownBy(() -> KafkaSinkOptions.of("bus", "a:9092", topic))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sinks.bus.topic: " + topic + " (expected: ");
    }

    @Test
    void topicIsBoundedWithTheLongestSectionInIt() {
        assertThatCode(() -> KafkaSinkOptions.of("bus", "a:9092", "t".repeat(185) + "{section}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> KafkaSinkOptions.of("bus", "a:9092", "t".repeat(186) + "{section}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"weir, weir", "{section}, shop", "weir.{section}.v1, weir.shop.v1"})
    void topicMayBeOfTheSection(String topic, String expected) {
        assertThat(new TopicName(topic).of("shop")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_001})
    void inFlightOutOfBoundsIsRefused(int maxInFlight) {
        assertThatThrownBy(() -> new KafkaSinkOptions(
                        "bus", "a:9092", "weir", Compression.LZ4, maxInFlight, Duration.ofMinutes(2), Map.of()))
                .hasMessage("sinks.bus.max-in-flight: " + maxInFlight + " (expected: 1 to 100000)");
    }

    private static KafkaSinkOptions timeout(Duration timeout, Map<String, String> properties) {
        return new KafkaSinkOptions("bus", "a:9092", "weir", Compression.LZ4, 1, timeout, properties);
    }
}
