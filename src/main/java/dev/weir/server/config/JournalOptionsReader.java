package dev.weir.server.config;

import dev.weir.event.Promise;
import dev.weir.journal.file.FileJournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How the journal keeps events. */
final class JournalOptionsReader {

    /**
     * What a record may hold beside the body. Texts of a request are bounded in characters, and one takes up to 3
     * bytes: the query (the request line's 8192), the user agent (512) and the referrer (2048). Ids are ASCII, at most
     * 128 each, as is what the request is called; so are the name of the sink that a note names, an idempotency key and the
     * event's own name, at most 64 each, and the trace, 55. 1 KiB is for the names of dialect, section, event, method, path, address and attribution, lengths and the header.
     */
    private static final int RECORD_BESIDE_BODY_BYTES = 3 * (8_192 + 512 + 2_048) + 4 * 128 + 4 * 64 + 1_024;

    private JournalOptionsReader() {}

    /** @param maxBodyBytes of a request, which must fit a record */
    static FileJournalOptions read(ConfigNode journal, Path data, int maxBodyBytes) throws ConfigException {
        FileJournalOptions fallback = FileJournalOptions.in(data.resolve("journal"));
        FileJournalOptions options = fallback.withFileBytes(journal.size("file-bytes", fallback.fileBytes()))
                .withDurability(
                        journal.choice("durability", Promise.FSYNC, List.of(Promise.FSYNC, Promise.OS, Promise.MEMORY)))
                .withMaxRecordBytes(maxRecordBytes(journal, maxBodyBytes, fallback.fileBytes()))
                .withQueueCapacity(journal.count("queue-capacity", fallback.queueCapacity()))
                .withQueueBytes(journal.size("queue-bytes", fallback.queueBytes()))
                .withMaxBytes(journal.size("max-bytes", fallback.maxBytes()))
                .withReserveBytes(journal.size("reserve-bytes", fallback.reserveBytes()))
                .withKeep(journal.duration("keep", fallback.keep(), Duration.ZERO, FileJournalOptions.MAX_KEEP))
                .withRecentEvents(journal.count("recent-events", fallback.recentEvents()))
                .withRecentBytes(journal.size("recent-bytes", fallback.recentBytes()));
        // Read beside it: see KafkaJournalReader.
        journal.overrule("type");
        journal.overrule("kafka");
        journal.refuseUnknownKeys();
        return options;
    }

    /** What is accepted must fit a record, or it would be refused as if the disk were at fault. */
    private static int maxRecordBytes(ConfigNode journal, int maxBodyBytes, long fallbackFileBytes)
            throws ConfigException {
        int bytes = maxBodyBytes + RECORD_BESIDE_BODY_BYTES;
        long fileBytes = journal.size("file-bytes", fallbackFileBytes);
        if (fileBytes / 4 < bytes) {
            throw journal.error(
                    "file-bytes",
                    Long.toString(fileBytes),
                    "at least " + ceilToBlock(4L * bytes) + " for server.max-body-bytes: " + maxBodyBytes
                            + ", since a record may take a quarter of a file");
        }
        return bytes;
    }

    private static long ceilToBlock(long bytes) {
        return (bytes + 4095) / 4096 * 4096;
    }
}
