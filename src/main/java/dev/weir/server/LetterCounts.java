package dev.weir.server;

import dev.weir.relay.deadletter.LetterInspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many dead letters each sink keeps, counted from the files when they have changed. Counted by one thread at a time, read by
 * many.
 */
final class LetterCounts {

    private final Path dir;
    private volatile Map<String, Long> counts = Map.of();
    private long seen = -1;

    LetterCounts(Path dir) {
        this.dir = dir;
    }

    /** Zero until it was counted. */
    long of(String sink) {
        return counts.getOrDefault(sink, 0L);
    }

    /** The same, of a sink that has letters for each partition. */
    long ofPartitions(String sink) {
        long sum = 0;
        for (Map.Entry<String, Long> counted : counts.entrySet()) {
            sum += PartitionOutlets.areLettersOf(List.of(sink), counted.getKey()) ? counted.getValue() : 0;
        }
        return sum;
    }

    /** Reads the files, if there is anything new. What cannot be read keeps its last count: who writes the files tells of it. */
    synchronized void refresh() {
        try {
            long now = stamp();
            if (now == seen) {
                return;
            }
            Map<String, Long> counted = new HashMap<>();
            for (String sink : LetterInspector.sinks(dir)) {
                long[] count = {0};
                LetterInspector.of(dir, sink, wrong -> {}).read((letter, state, where) -> count[0]++);
                counted.put(sink, count[0]);
            }
            counts = counted;
            seen = now;
        } catch (IOException changedMeanwhile) {
            seen = -1;
        }
    }

    private long stamp() throws IOException {
        if (!Files.isDirectory(dir)) {
            return 0;
        }
        long stamp = 1;
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                stamp = 31 * stamp + file.hashCode();
                stamp = 31 * stamp + Files.size(file);
                stamp = 31 * stamp + Files.getLastModifiedTime(file).toMillis();
            }
        }
        return stamp;
    }
}
