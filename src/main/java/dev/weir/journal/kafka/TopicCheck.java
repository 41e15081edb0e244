package dev.weir.journal.kafka;

import dev.weir.kafka.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Looks whether the cluster can keep events, and what is doubtful about how it does. Blocks; confined to one thread. */
final class TopicCheck implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final KafkaJournalOptions options;
    private @Nullable Admin opened;

    TopicCheck(KafkaJournalOptions options) {
        this.options = options;
    }

    /**
     * Looks.
     *
     * @param limit for each of two questions
     * @return the topic as it is
     * @throws AbsentTopic if there is no such topic
     * @throws IOException if it cannot keep events now: naming the option, and what was expected
     */
    Topic look(Duration limit) throws IOException, InterruptedException {
        TopicDescription described;
        try {
            described = get(
                            limit,
                            admin().describeTopics(List.of(options.topic())).allTopicNames())
                    .get(options.topic());
        } catch (UnknownTopicOrPartitionException none) {
            throw new AbsentTopic("journal.kafka.topic: " + options.topic() + " does not exist at " + options.servers()
                    + " (expected: a topic that was made with the partitions and the replication that are wanted)");
        } catch (KafkaException e) {
            throw unusable(options, e);
        }
        if (described == null) {
            throw new IOException("journal.kafka.topic: " + options.topic() + " (expected: one that can be described)");
        }
        Config config = config(limit);
        int minInSync = (int) number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 0);
        for (TopicPartitionInfo partition : described.partitions()) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                throw new IOException("journal.kafka.topic: " + options.topic() + " has no leader for partition "
                        + partition.partition() + " (expected: one for each)");
            }
            if (partition.isr().size() < minInSync) {
                throw new IOException("journal.kafka.topic: " + options.topic() + " has "
                        + partition.isr().size()
                        + " replicas in sync of partition " + partition.partition()
                        + " (expected: min.insync.replicas, " + minInSync + ")");
            }
        }
        int replication = described.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new Topic(
                described.partitions().size(),
                replication,
                minInSync,
                number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.MAX_VALUE),
                text(config, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    @Override
    public void close() {
        Admin admin = opened;
        if (admin != null) {
            admin.close(CLOSE_LIMIT);
        }
    }

    /** Names that cannot be resolved now may be in a while. */
    private Admin admin() {
        Admin admin = opened;
        if (admin == null) {
            admin = Admin.create(ClientSettings.ofAdmin(options));
            opened = admin;
        }
        return admin;
    }

    /** Who may not see the topic's config need not: the brokers go by it anyway. */
    private @Nullable Config config(Duration limit) throws IOException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, options.topic());
        try {
            return get(limit, admin().describeConfigs(Set.of(topic)).all()).get(topic);
        } catch (AuthorizationException hidden) {
            return null;
        } catch (KafkaException e) {
            throw unusable(options, e);
        }
    }

    private static long number(@Nullable Config config, String name, long unseen) {
        String text = text(config, name);
        return text.isEmpty() ? unseen : Long.parseLong(text);
    }

    private static String text(@Nullable Config config, String name) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null ? "" : String.valueOf(entry.value());
    }

    private <T> T get(Duration limit, KafkaFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException kafka) {
                throw kafka;
            }
            throw unusable(options, e);
        } catch (TimeoutException late) {
            throw unusable(options, late);
        }
    }

    private static IOException unusable(KafkaJournalOptions options, Exception failure) {
        // Without the cause: what it says may quote a secret.
        return new IOException("journal.kafka.servers: " + options.servers()
                + " (expected: brokers that can be reached): " + Failures.describe(failure));
    }

    /** The cluster is there, and has no such topic. */
    static final class AbsentTopic extends IOException {

        private static final long serialVersionUID = 1;

        AbsentTopic(String message) {
            super(message);
        }
    }

    /**
     * The topic.
     *
     * @param replication the fewest replicas that a partition has
     * @param minInSync how many replicas must have an event before it is acknowledged; 0 where that may not be seen
     * @param maxMessageBytes more it takes of no record, and no batch of them; beyond every bound where that may not be seen
     * @param isCompacted whether it deletes what a later record has the key of; false where that may not be seen
     */
    record Topic(int partitions, int replication, int minInSync, long maxMessageBytes, boolean isCompacted) {

        /** What an operator should know, each with its reason. */
        List<String> doubts() {
            List<String> doubts = new ArrayList<>();
            if (replication < 2) {
                doubts.add("replication is " + replication
                        + ": what is acknowledged as replicated is on one broker, and lost with it");
            } else if (minInSync == 1) {
                doubts.add(
                        "min.insync.replicas is 1, and replication " + replication
                                + ": while the others lag, what is acknowledged as replicated is on one broker, and lost with it");
            }
            if (isCompacted) {
                doubts.add("cleanup.policy is compact: of a device's events all but the last are deleted, owed or not");
            }
            return doubts;
        }
    }
}
