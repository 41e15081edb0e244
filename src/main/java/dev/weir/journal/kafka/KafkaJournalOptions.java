package dev.weir.journal.kafka;

import dev.weir.journal.HandOver;
import dev.weir.kafka.Brokers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the journal of many machines is kept. Validates itself; messages name the option as it stands in the config.
 *
 * @param servers some brokers to begin with, {@code host:port}, separated by commas
 * @param topic where events are kept; it must be there, with the partitions and the replication that are wanted
 * @param group the consumer group that relays form
 * @param failFast whether a start without the cluster, or the topic, fails; else it begins degraded and says so
 * @param deliveryTimeout how long an event is tried to be appended, before it is refused
 * @param spillAfter how long Kafka may take to tell of an event before it goes into the spill; null for no spill
 * @param queueCapacity how many events and batches may wait for the sender
 * @param queueBytes how much memory those may take, roughly
 * @param properties for Kafka's clients as they are, such as {@code security.protocol}; they may hold secrets
 */
public record KafkaJournalOptions(
        String servers,
        String topic,
        String group,
        boolean failFast,
        Duration deliveryTimeout,
        @Nullable Duration spillAfter,
        int queueCapacity,
        long queueBytes,
        Map<String, String> properties) {

    public static final String DEFAULT_TOPIC = "weir-events";
    public static final String DEFAULT_GROUP = "weir";
    public static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration MIN_DELIVERY_TIMEOUT = Duration.ofSeconds(1);
    public static final Duration MAX_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    public static final Duration DEFAULT_SPILL_AFTER = Duration.ofMillis(500);
    public static final Duration MIN_SPILL_AFTER = Duration.ofMillis(50);
    public static final Duration MAX_SPILL_AFTER = Duration.ofSeconds(30);

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final int LEAST_CAPACITY = 16;
    private static final int MOST_CAPACITY = 1 << 20;

    /** @throws IllegalArgumentException naming the option, its value unless that may be a secret, and what was expected */
    public KafkaJournalOptions {
        properties = Map.copyOf(properties);
        require(Brokers.areNamed(servers), "kafka.servers", servers, Brokers.FORM);
        require(TOPIC.matcher(topic).matches(), "kafka.topic", topic, "at most 249 letters, digits, '.', '_' and '-'");
        require(!group.isBlank(), "kafka.group", group, "a name");
        require(
                deliveryTimeout.compareTo(MIN_DELIVERY_TIMEOUT) >= 0
                        && deliveryTimeout.compareTo(MAX_DELIVERY_TIMEOUT) <= 0,
                "kafka.delivery-timeout",
                deliveryTimeout,
                "1s to 2m");
        require(
                spillAfter == null
                        || (spillAfter.compareTo(MIN_SPILL_AFTER) >= 0 && spillAfter.compareTo(MAX_SPILL_AFTER) <= 0),
                "kafka.spill-after",
                String.valueOf(spillAfter),
                "50ms to 30s");
        require(
                queueCapacity >= LEAST_CAPACITY && queueCapacity <= MOST_CAPACITY,
                "queue-capacity",
                queueCapacity,
                LEAST_CAPACITY + " to " + MOST_CAPACITY);
        require(
                queueBytes >= HandOver.Pending.BASE_BYTES,
                "queue-bytes",
                queueBytes,
                "at least " + HandOver.Pending.BASE_BYTES);
        ClientSettings.check(properties);
    }

    /** With other properties of Kafka's clients. */
    public KafkaJournalOptions with(Map<String, String> others) {
        return new KafkaJournalOptions(
                servers, topic, group, failFast, deliveryTimeout, spillAfter, queueCapacity, queueBytes, others);
    }

    /** With a spill in front, after so long; without one for null. */
    public KafkaJournalOptions withSpillAfter(@Nullable Duration after) {
        return new KafkaJournalOptions(
                servers, topic, group, failFast, deliveryTimeout, after, queueCapacity, queueBytes, properties);
    }

    /** Without the properties' values, some of which are secrets. */
    @Override
    public String toString() {
        return "KafkaJournalOptions[servers=" + servers + ", topic=" + topic + ", group=" + group + ", failFast="
                + failFast + ", deliveryTimeout=" + deliveryTimeout + ", spillAfter=" + spillAfter + ", queueCapacity="
                + queueCapacity
                + ", queueBytes=" + queueBytes + ", properties=" + new TreeSet<>(properties.keySet()) + "]";
    }

    private static void require(boolean isMet, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("journal." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
