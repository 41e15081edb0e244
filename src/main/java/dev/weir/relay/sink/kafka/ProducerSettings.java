package dev.weir.relay.sink.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;

/** What the producer is told: the promise, which nobody may change; what the options say; and defaults, which they may. */
final class ProducerSettings {

    /** {@code send} gives up after this when it does not know the topic, or has no memory left. */
    static final Duration MAX_BLOCK = Duration.ofMillis(100);

    private static final long MAX_REQUEST_MILLIS = 30_000;

    /** What Weir promises rests on these, or another option says it. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "the option bootstrap"),
            Map.entry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "the option compression"),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "the option delivery-timeout"),
            Map.entry(ProducerConfig.ACKS_CONFIG, "left out: always all"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "left out: always true"),
            Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "left out: always 5"),
            Map.entry(ProducerConfig.RETRIES_CONFIG, "left out: always until the delivery-timeout"),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "left out: always " + MAX_BLOCK.toMillis()),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "left out: keys are device ids"),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "left out: values are JSON"),
            Map.entry(ProducerConfig.PARTITIONER_CLASS_CONFIG, "left out: the key decides"),
            Map.entry(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "left out: the key decides"),
            Map.entry(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, "left out: events go as they are"),
            Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "left out: there are no transactions"));

    private static final Map<String, Object> DEFAULTS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG,
            "5",
            ProducerConfig.BATCH_SIZE_CONFIG,
            Integer.toString(128 << 10),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            Long.toString(64L << 20),
            // Nobody else is told, unless so wished.
            ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
            "false",
            ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
            "");

    /** Together they must fit into the delivery timeout. */
    private static final Set<String> BOUNDED =
            Set.of(ProducerConfig.LINGER_MS_CONFIG, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);

    private ProducerSettings() {}

    /**
     * Says what is wrong with a sink's properties.
     *
     * @throws IllegalArgumentException naming the property and what was expected; never its value, which may be a secret
     */
    static void check(String sink, Compression compression, Duration deliveryTimeout, Map<String, String> properties) {
        Set<String> known = ProducerConfig.configNames();
        for (String property : properties.keySet()) {
            String instead = OURS.get(property);
            require(instead == null, sink, property, "set", String.valueOf(instead));
            require(known.contains(property), sink, property, "unknown", "a property of Kafka's producer");
        }
        Map<String, String> settings = new HashMap<>();
        of(sink, compression, deliveryTimeout, properties).forEach((key, value) -> settings.put(key, value.toString()));
        long attemptMillis = 0;
        for (ConfigValue value : ProducerConfig.configDef().validate(settings)) {
            String property = value.name();
            boolean isGiven = properties.containsKey(property);
            // Kafka's own message would show the value.
            require(
                    !isGiven || value.errorMessages().isEmpty(),
                    sink,
                    property,
                    "invalid",
                    "what Kafka's producer takes");
            if (BOUNDED.contains(property)) {
                attemptMillis += ((Number) value.value()).longValue();
            }
        }
        if (attemptMillis > deliveryTimeout.toMillis()) {
            throw new IllegalArgumentException("sinks." + sink + ".delivery-timeout: " + deliveryTimeout.toMillis()
                    + "ms (expected: at least linger.ms and request.timeout.ms together, " + attemptMillis + "ms)");
        }
    }

    static Map<String, Object> of(
            String sink, Compression compression, Duration deliveryTimeout, Map<String, String> properties) {
        Map<String, Object> settings = new HashMap<>(DEFAULTS);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "weir-" + sink);
        // An attempt must have ended before the delivery does; half of it leaves room for the linger and for a second
        // one.
        long requestMillis = Math.min(MAX_REQUEST_MILLIS, deliveryTimeout.toMillis() / 2);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(requestMillis));
        settings.putAll(properties);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(MAX_BLOCK.toMillis()));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression.label());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(deliveryTimeout.toMillis()));
        return settings;
    }

    private static void require(boolean isMet, String sink, String property, String found, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "sinks." + sink + ".properties." + property + ": " + found + " (expected: " + expectation + ")");
        }
    }
}
