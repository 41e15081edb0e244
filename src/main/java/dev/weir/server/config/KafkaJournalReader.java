package dev.weir.server.config;

import dev.weir.journal.file.FileJournalOptions;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.relay.OutletOptions.Backlog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which journal there is, and how the one of many machines is kept. */
final class KafkaJournalReader {

    private static final String FILE = "file";
    private static final String KAFKA = "kafka";

    /** Options of the file journal, which the other has no use for. */
    private static final List<String> OF_FILES = List.of("durability", "keep", "recent-events", "recent-bytes");

    /** Those that it has use for where there is a spill. */
    private static final List<String> OF_SPILL = List.of("file-bytes", "max-bytes", "reserve-bytes");

    private KafkaJournalReader() {}

    /** Null where the journal is in files. */
    static @Nullable KafkaJournalOptions read(ConfigNode journal) throws ConfigException {
        String type = String.valueOf(journal.text("type", FILE));
        switch (type) {
            case FILE -> {
                if (journal.has(KAFKA)) {
                    throw journal.error(KAFKA, "set", "left out with journal.type: file");
                }
                return null;
            }
            case KAFKA -> {
                refuse(journal, OF_FILES, "left out with journal.type: kafka");
                KafkaJournalOptions options = read(journal, journal.node(KAFKA));
                if (options.spillAfter() == null) {
                    refuse(journal, OF_SPILL, "left out with journal.type: kafka, unless it has spill: true");
                }
                return options;
            }
            default -> throw journal.error("type", type, "file or kafka");
        }
    }

    /** A topic is bounded by its own retention, and a sink that is behind holds nothing back. */
    static void refuseBacklogs(ConfigNode root, List<SinkConfig> sinks) throws ConfigException {
        for (SinkConfig sink : sinks) {
            if (sink.outlet().backlog().maxBytes() != Backlog.UNBOUNDED.maxBytes()) {
                throw root.error("sinks." + sink.name() + ".backlog", "set", "left out with journal.type: kafka");
            }
        }
    }

    private static void refuse(ConfigNode journal, List<String> options, String expectation) throws ConfigException {
        for (String option : options) {
            if (journal.has(option)) {
                throw journal.error(option, journal.text(option), expectation);
            }
        }
    }

    private static KafkaJournalOptions read(ConfigNode journal, ConfigNode kafka) throws ConfigException {
        FileJournalOptions queue = FileJournalOptions.in(Path.of(""));
        KafkaJournalOptions options;
        try {
            options = new KafkaJournalOptions(
                    kafka.text("servers"),
                    String.valueOf(kafka.text("topic", KafkaJournalOptions.DEFAULT_TOPIC)),
                    String.valueOf(kafka.text("group", KafkaJournalOptions.DEFAULT_GROUP)),
                    kafka.flag("fail-fast", true),
                    kafka.duration(
                            "delivery-timeout",
                            KafkaJournalOptions.DEFAULT_DELIVERY_TIMEOUT,
                            KafkaJournalOptions.MIN_DELIVERY_TIMEOUT,
                            KafkaJournalOptions.MAX_DELIVERY_TIMEOUT),
                    spillAfter(kafka),
                    journal.count("queue-capacity", queue.queueCapacity()),
                    journal.size("queue-bytes", queue.queueBytes()),
                    texts(kafka.node("properties")));
        } catch (IllegalArgumentException invalid) {
            throw journal.error(String.valueOf(invalid.getMessage()));
        }
        kafka.refuseUnknownKeys();
        return options;
    }

    /** Null where there is no spill. */
    private static @Nullable Duration spillAfter(ConfigNode kafka) throws ConfigException {
        boolean hasSpill = kafka.flag("spill", false);
        if (!hasSpill && kafka.has("spill-after")) {
            throw kafka.error("spill-after", kafka.text("spill-after"), "left out without spill: true");
        }
        Duration after = kafka.duration(
                "spill-after",
                KafkaJournalOptions.DEFAULT_SPILL_AFTER,
                KafkaJournalOptions.MIN_SPILL_AFTER,
                KafkaJournalOptions.MAX_SPILL_AFTER);
        return hasSpill ? after : null;
    }

    private static Map<String, String> texts(ConfigNode node) throws ConfigException {
        Map<String, String> texts = new HashMap<>();
        for (String key : node.keys()) {
            texts.put(key, node.text(key));
        }
        return texts;
    }
}
