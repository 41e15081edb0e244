package dev.weir.relay.sink.kafka;

import dev.weir.kafka.Brokers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a Kafka sink talks to its cluster.
 *
 * @param name the sink's name
 * @param bootstrap some brokers to begin with, {@code host:port}, separated by commas
 * @param topic where events go; {@code {section}} in it stands for the section's name
 * @param compression of each batch of records
 * @param maxInFlight the most events handed over and not yet acknowledged
 * @param deliveryTimeout how long the producer itself tries to deliver a record; then the relay does, and the record may be there
 *     twice
 * @param properties for the producer as they are, such as {@code security.protocol}; they may hold secrets
 */
public record KafkaSinkOptions(
        String name,
        String bootstrap,
        String topic,
        Compression compression,
        int maxInFlight,
        Duration deliveryTimeout,
        Map<String, String> properties) {

    public static final Compression DEFAULT_COMPRESSION = Compression.LZ4;
    public static final int DEFAULT_MAX_IN_FLIGHT = 4096;
    public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofMinutes(2);
    public static final Duration MIN_DELIVERY_TIMEOUT = Duration.ofSeconds(1);
    public static final Duration MAX_DELIVERY_TIMEOUT = Duration.ofHours(1);

    private static final int MOST_IN_FLIGHT = 100_000;

    /** @throws IllegalArgumentException naming the option, its value unless that may be a secret, and what was expected */
    public KafkaSinkOptions {
        properties = Map.copyOf(properties);
        require(Brokers.areNamed(bootstrap), name, "bootstrap", bootstrap, Brokers.FORM);
        require(
                new TopicName(topic).isValid(),
                name,
                "topic",
                topic,
                "at most 249 letters, digits, '.', '_' and '-', with {section} where the section's name is to stand");
        require(
                maxInFlight > 0 && maxInFlight <= MOST_IN_FLIGHT,
                name,
                "max-in-flight",
                maxInFlight,
                "1 to " + MOST_IN_FLIGHT);
        boolean isWithin = deliveryTimeout.compareTo(MIN_DELIVERY_TIMEOUT) >= 0
                && deliveryTimeout.compareTo(MAX_DELIVERY_TIMEOUT) <= 0;
        require(isWithin, name, "delivery-timeout", deliveryTimeout, "1s to 1h");
        ProducerSettings.check(name, compression, deliveryTimeout, properties);
    }

    /** Every option at its default. */
    public static KafkaSinkOptions of(String name, String bootstrap, String topic) {
        return new KafkaSinkOptions(
                name, bootstrap, topic, DEFAULT_COMPRESSION, DEFAULT_MAX_IN_FLIGHT, DEFAULT_DELIVERY_TIMEOUT, Map.of());
    }

    /** The same with these properties of the producer. */
    public KafkaSinkOptions with(Map<String, String> others) {
        return new KafkaSinkOptions(name, bootstrap, topic, compression, maxInFlight, deliveryTimeout, others);
    }

    /** Without the properties' values, some of which are secrets. */
    @Override
    public String toString() {
        return "KafkaSinkOptions[name=" + name + ", bootstrap=" + bootstrap + ", topic=" + topic + ", compression="
                + compression.label() + ", maxInFlight=" + maxInFlight + ", deliveryTimeout=" + deliveryTimeout
                + ", properties=" + new TreeSet<>(properties.keySet()) + "]";
    }

    /** What the producer is configured with. */
    Map<String, Object> producerSettings() {
        Map<String, Object> settings =
                new TreeMap<>(ProducerSettings.of(name, compression, deliveryTimeout, properties));
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }

    private static void require(boolean isMet, String sink, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "sinks." + sink + "." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
