package dev.weir.server.config;

import dev.weir.journal.file.FileJournalOptions;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.relay.OutletOptions.Backlog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which journal there is, and how the one of many machines is kept. */
final class KafkaJournalReader {

    private static final String FILE = "file";
    private static final String KAFKA = "kafka";

    /** Options of the file journal, which the other has no use for. */
    private static final List<String> OF_FILES =
            List.of("durability", "file-bytes", "max-bytes", "reserve-bytes", "keep", "recent-events", "recent-bytes");

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
                for (String option : OF_FILES) {
                    if (journal.has(option)) {
                        throw journal.error(option, journal.text(option), "left out with journal.type: kafka");
                    }
                }
                return read(journal, journal.node(KAFKA));
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
                    journal.count("queue-capacity", queue.queueCapacity()),
                    journal.size("queue-bytes", queue.queueBytes()),
                    texts(kafka.node("properties")));
        } catch (IllegalArgumentException invalid) {
            throw journal.error(String.valueOf(invalid.getMessage()));
        }
        kafka.refuseUnknownKeys();
        return options;
    }

    private static Map<String, String> texts(ConfigNode node) throws ConfigException {
        Map<String, String> texts = new HashMap<>();
        for (String key : node.keys()) {
            texts.put(key, node.text(key));
        }
        return texts;
    }
}
