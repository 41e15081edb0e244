package dev.weir.journal.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** What Kafka's clients are told: what the promise rests on, which nobody may change; what the config says; and defaults. */
final class ClientSettings {

    /** How long a question to the cluster may take. */
    static final Duration LOOK_LIMIT = Duration.ofSeconds(5);

    /** The same at a start that depends on it, when the process and perhaps the cluster are busy with starting. */
    static final Duration START_LIMIT = Duration.ofSeconds(10);

    /** And at one that does not. */
    static final Duration GLANCE_LIMIT = Duration.ofSeconds(2);

    private static final String NO_REPORTERS = "";
    private static final Duration NEVER = Duration.ofHours(1);
    /** Kafka's own. */
    private static final int DEFAULT_REQUEST_BYTES = 1 << 20;

    /** What Weir promises rests on these, or another option says it. */
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "the option servers"),
            Map.entry(CommonClientConfigs.CLIENT_ID_CONFIG, "left out: weir-journal"),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "the option delivery-timeout"),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "the option delivery-timeout"),
            Map.entry(ProducerConfig.ACKS_CONFIG, "left out: always all"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "left out: always true"),
            Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "left out: always 1"),
            Map.entry(ProducerConfig.RETRIES_CONFIG, "left out: always until the delivery-timeout"),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "the option delivery-timeout"),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "left out: keys are sections and devices"),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "left out: values are events"),
            Map.entry(ProducerConfig.PARTITIONER_CLASS_CONFIG, "left out: the key decides"),
            Map.entry(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "left out: the key decides"),
            Map.entry(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, "left out: events go as they are"),
            Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "left out: there are no transactions"),
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "the option group"),
            Map.entry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "left out: always classic"),
            Map.entry(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, "left out: always cooperative-sticky"),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "left out: what is delivered decides"),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "left out: what is gone is told of"),
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "left out: values are events"),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "left out: values are events"));

    private ClientSettings() {}

    /**
     * Says what is wrong with properties.
     *
     * @throws IllegalArgumentException naming the property and what was expected; never its value, which may be a secret
     */
    static void check(Map<String, String> properties) {
        for (String property : properties.keySet()) {
            String instead = OURS.get(property);
            require(instead == null, property, "set", String.valueOf(instead));
            boolean isKnown = ProducerConfig.configNames().contains(property)
                    || ConsumerConfig.configNames().contains(property)
                    || AdminClientConfig.configNames().contains(property);
            require(isKnown, property, "unknown", "a property of Kafka's producer, consumer or admin client");
        }
        for (ConfigDef client :
                List.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())) {
            for (ConfigValue value : client.validate(properties)) {
                boolean isGiven = properties.containsKey(value.name());
                // Kafka's own message would show the value.
                require(
                        !isGiven || value.errorMessages().isEmpty(),
                        value.name(),
                        "invalid",
                        "what Kafka's clients take");
            }
        }
    }

    static Map<String, Object> ofProducer(KafkaJournalOptions options) {
        Map<String, Object> settings = ofAny(options);
        long timeoutMillis = options.deliveryTimeout().toMillis();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "1");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 << 10));
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(64L << 20));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.putAll(known(options, ProducerConfig.configNames()));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // Of a producer that it does not know a broker takes any batch: the second, where it has just refused the first
        // for want of replicas. The first would stand behind it then, or what had no answer yet stand there twice.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.toString(Integer.MAX_VALUE));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(timeoutMillis));
        // An attempt has to end before the delivery does, and a second one to fit.
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(timeoutMillis / 2));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(timeoutMillis));
        Duration spillAfter = options.spillAfter();
        if (spillAfter != null) {
            // Who spills gives up by his own clock: a producer that did would go on with what came after.
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(NEVER.toMillis()));
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(spillAfter.toMillis()));
        }
        return settings;
    }

    /** The largest record that the producer sends. */
    static int maxRequestBytes(KafkaJournalOptions options) {
        String bytes = options.properties().get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
        return bytes == null ? DEFAULT_REQUEST_BYTES : Integer.parseInt(bytes.strip());
    }

    /** Of a member of the group of relays. */
    static Map<String, Object> ofMember(KafkaJournalOptions options) {
        Map<String, Object> settings = ofAny(options);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(1 << 20));
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20));
        settings.putAll(known(options, ConsumerConfig.configNames()));
        putOfReading(settings);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, options.group());
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return settings;
    }

    /** Of one who reads a partition by himself, behind the others. */
    static Map<String, Object> ofReader(KafkaJournalOptions options) {
        Map<String, Object> settings = ofAny(options);
        settings.putAll(known(options, ConsumerConfig.configNames()));
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(4 << 20));
        putOfReading(settings);
        return settings;
    }

    static Map<String, Object> ofAdmin(KafkaJournalOptions options) {
        Map<String, Object> settings = ofAny(options);
        settings.putAll(known(options, AdminClientConfig.configNames()));
        int limitMillis = Math.toIntExact(START_LIMIT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, limitMillis);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, limitMillis / 2);
        return settings;
    }

    private static void putOfReading(Map<String, Object> settings) {
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(LOOK_LIMIT.toMillis()));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(LOOK_LIMIT.toMillis() / 2));
    }

    private static Map<String, Object> ofAny(KafkaJournalOptions options) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "weir-journal");
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        // Nobody else is told, unless so wished.
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, NO_REPORTERS);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.servers());
        return settings;
    }

    private static Map<String, String> known(KafkaJournalOptions options, Set<String> names) {
        Map<String, String> known = new HashMap<>(options.properties());
        known.keySet().retainAll(names);
        return known;
    }

    private static void require(boolean isMet, String property, String found, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "journal.kafka.properties." + property + ": " + found + " (expected: " + expectation + ")");
        }
    }
}
