package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a sink's topic has of {@link TickingClients}' events. */
final class Arrivals {

    private Arrivals() {}

    static Set<String> labels(List<Record> records) {
        Set<String> labels = new HashSet<>();
        records.forEach(record -> labels.add(TickingClients.label(record.value())));
        return labels;
    }

    static Set<String> missing(List<Record> records, TickingClients clients) {
        Set<String> missing = new HashSet<>(clients.acknowledged());
        missing.removeAll(labels(records));
        return missing;
    }

    static void assertEachKeyMeansOneEvent(List<Record> records) {
        Map<String, String> labels = new HashMap<>();
        for (Record record : records) {
            String label = TickingClients.label(record.value());
            assertThat(labels.getOrDefault(record.header("idempotency-key"), label))
                    .isEqualTo(label);
            labels.put(record.header("idempotency-key"), label);
        }
        assertThat(labels.values()).doesNotHaveDuplicates();
    }

    /** By first arrivals. */
    static void assertOrder(List<Record> records) {
        Map<String, Integer> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Record record : records) {
            String label = TickingClients.label(record.value());
            if (seen.add(label)) {
                int dash = label.lastIndexOf('-');
                int number = Integer.parseInt(label.substring(dash + 1));
                assertThat(number).isGreaterThan(newest.getOrDefault(label.substring(0, dash), -1));
                newest.put(label.substring(0, dash), number);
            }
        }
    }
}
