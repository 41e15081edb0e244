package dev.weir.journal.file;

import dev.weir.event.Promise;
import dev.weir.journal.HandOver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a file journal keeps events. Validates itself; messages name the option as it stands in the config.
 *
 * @param dir the journal's own directory; made when missing
 * @param durability when an event is acknowledged: fsync, os or memory
 * @param fileBytes the size of each journal file, 64 KiB to 1 GiB, a multiple of 4096
 * @param maxRecordBytes the largest record of a single event, 1 KiB to a quarter of a file; a batch may take 1 MiB, or
 *     this if it is more, and no more than a quarter of a file
 * @param queueCapacity how many events and batches may wait for the writer, 16 to 1,048,576
 * @param queueBytes how much memory those may take, roughly: bodies, queries, and 2 KiB for each event, also of a batch;
 *     room for at least one event of the largest record
 * @param maxBytes all journal files together never take more than this; at least four files. Beyond it new events are
 *     refused: nothing that is owed is ever deleted
 * @param reserveBytes free space of the file system that the journal leaves alone; below it new events are refused
 * @param checkEvery how often free space is looked at, and a file that could not be made is tried again; 1 ms to 5 s
 * @param keep how long a file is kept after its newest event, also when no sink needs it any longer; within the bounds of space,
 *     which go first. 0 to 366 days
 */
public record FileJournalOptions(
        Path dir,
        Promise durability,
        long fileBytes,
        int maxRecordBytes,
        int queueCapacity,
        long queueBytes,
        long maxBytes,
        long reserveBytes,
        Duration checkEvery,
        Duration keep,
        int recentEvents,
        long recentBytes) {

    /** What is worth keeping for longer belongs into a sink. */
    public static final Duration MAX_KEEP = Duration.ofDays(366);

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long GIB = 1024 * MIB;

    public FileJournalOptions {
        require(durability != Promise.REPLICATED, "durability", durability.label(), "fsync, os or memory");
        require(
                fileBytes >= 64 * KIB && fileBytes <= GIB && fileBytes % FileHeader.BLOCK_BYTES == 0,
                "file-bytes",
                fileBytes,
                "65536 to 1073741824, a multiple of 4096");
        require(
                maxRecordBytes >= KIB && maxRecordBytes <= fileBytes / 4,
                "max-record-bytes",
                maxRecordBytes,
                "1024 to a quarter of journal.file-bytes, " + fileBytes / 4);
        require(queueCapacity >= 16 && queueCapacity <= 1 << 20, "queue-capacity", queueCapacity, "16 to 1048576");
        require(
                queueBytes >= maxRecordBytes + (long) HandOver.Pending.BASE_BYTES,
                "queue-bytes",
                queueBytes,
                "at least " + (maxRecordBytes + (long) HandOver.Pending.BASE_BYTES)
                        + ", room for one event of the largest record");
        require(
                maxBytes / 4 >= fileBytes,
                "max-bytes",
                maxBytes,
                "at least four times journal.file-bytes, " + 4 * fileBytes);
        require(reserveBytes >= 0, "reserve-bytes", reserveBytes, ">= 0");
        require(
                checkEvery.compareTo(Duration.ofMillis(1)) >= 0 && checkEvery.compareTo(Duration.ofSeconds(5)) <= 0,
                "check-every",
                checkEvery,
                "1 ms to 5 s");
        require(!keep.isNegative() && keep.compareTo(MAX_KEEP) <= 0, "keep", keep, "0 to 366 days");
        require(recentEvents >= 0 && recentEvents <= 1 << 16, "recent-events", recentEvents, "0 to 65536");
        require(recentBytes >= 0, "recent-bytes", recentBytes, ">= 0");
    }

    /** The defaults: fsync, files of 64 MiB, 8 GiB in all, 256 MiB left free, 64 MiB of memory for what waits. */
    public static FileJournalOptions in(Path dir) {
        return new FileJournalOptions(
                dir,
                Promise.FSYNC,
                64 * MIB,
                (int) MIB,
                16_384,
                64 * MIB,
                8 * GIB,
                256 * MIB,
                Duration.ofSeconds(1),
                Duration.ZERO,
                2_048,
                4 * MIB);
    }

    public FileJournalOptions withDir(Path folder) {
        return with(draft -> draft.dir = folder);
    }

    public FileJournalOptions withDurability(Promise promise) {
        return with(draft -> draft.durability = promise);
    }

    /** Also brings the largest record within its bound. */
    public FileJournalOptions withFileBytes(long bytes) {
        return with(draft -> {
            draft.fileBytes = bytes;
            draft.maxRecordBytes = (int) Math.min(maxRecordBytes, bytes / 4);
        });
    }

    public FileJournalOptions withMaxRecordBytes(int bytes) {
        return with(draft -> draft.maxRecordBytes = bytes);
    }

    public FileJournalOptions withQueueCapacity(int capacity) {
        return with(draft -> draft.queueCapacity = capacity);
    }

    public FileJournalOptions withQueueBytes(long bytes) {
        return with(draft -> draft.queueBytes = bytes);
    }

    public FileJournalOptions withMaxBytes(long bytes) {
        return with(draft -> draft.maxBytes = bytes);
    }

    public FileJournalOptions withReserveBytes(long bytes) {
        return with(draft -> draft.reserveBytes = bytes);
    }

    public FileJournalOptions withCheckEvery(Duration interval) {
        return with(draft -> draft.checkEvery = interval);
    }

    public FileJournalOptions withKeep(Duration time) {
        return with(draft -> draft.keep = time);
    }

    public FileJournalOptions withRecentEvents(int events) {
        return with(draft -> draft.recentEvents = events);
    }

    public FileJournalOptions withRecentBytes(long bytes) {
        return with(draft -> draft.recentBytes = bytes);
    }

    private FileJournalOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    private static void require(boolean holds, String option, Object value, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException("journal." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }

    /** The same options, of which some may be changed. */
    private static final class Draft {
        private Path dir;
        private Promise durability;
        private long fileBytes;
        private int maxRecordBytes;
        private int queueCapacity;
        private long queueBytes;
        private long maxBytes;
        private long reserveBytes;
        private Duration checkEvery;
        private Duration keep;
        private int recentEvents;
        private long recentBytes;

        Draft(FileJournalOptions from) {
            dir = from.dir;
            durability = from.durability;
            fileBytes = from.fileBytes;
            maxRecordBytes = from.maxRecordBytes;
            queueCapacity = from.queueCapacity;
            queueBytes = from.queueBytes;
            maxBytes = from.maxBytes;
            reserveBytes = from.reserveBytes;
            checkEvery = from.checkEvery;
            keep = from.keep;
            recentEvents = from.recentEvents;
            recentBytes = from.recentBytes;
        }

        FileJournalOptions options() {
            return new FileJournalOptions(
                    dir,
                    durability,
                    fileBytes,
                    maxRecordBytes,
                    queueCapacity,
                    queueBytes,
                    maxBytes,
                    reserveBytes,
                    checkEvery,
                    keep,
                    recentEvents,
                    recentBytes);
        }
    }
}
