package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients were promised over several lives of a server, against what its file sink has written. Confined to the test's thread. */
final class Owed {

    private static final Pattern LABEL = Pattern.compile("\"label\":\"([^\"]+)\"");

    private final Path events;
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> sent = new HashSet<>();

    /** @param events the folder of the file sink, which compresses nothing */
    Owed(Path events) {
        this.events = events;
    }

    /** To be told of clients that have ended. */
    void add(EnduringClients ended) {
        acknowledged.addAll(ended.acknowledged());
        sent.addAll(ended.sent());
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Waits until all that was promised is there; then none of it may be there twice, nor anything that nobody sent. */
    void awaitDelivered() throws IOException {
        try {
            Await.until(
                    "all that was acknowledged is in the files", () -> missing().isEmpty());
        } catch (AssertionError late) {
            assertThat(missing())
                    .as("%s, of %d", late.getMessage(), acknowledged.size())
                    .isEmpty();
        }
        Map<String, Integer> times = new HashMap<>();
        for (String line : EventLines.in(events)) {
            times.merge(label(line), 1, Integer::sum);
        }
        times.values().removeIf(count -> count == 1);
        assertThat(times).as("written more than once").isEmpty();
        assertThat(sent).containsAll(delivered());
    }

    private Set<String> missing() throws IOException {
        Set<String> missing = new HashSet<>(acknowledged);
        missing.removeAll(delivered());
        return missing;
    }

    private Set<String> delivered() throws IOException {
        Set<String> delivered = new HashSet<>();
        for (String line : EventLines.in(events)) {
            delivered.add(label(line));
        }
        return delivered;
    }

    private static String label(String line) {
        Matcher label = LABEL.matcher(line);
        // The newest line may be in the midst of being written.
        return label.find() ? label.group(1) : "";
    }
}
