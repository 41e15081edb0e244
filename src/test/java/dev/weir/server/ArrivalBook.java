package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has come of {@link TickingClients}' events, in the order in which each came first. Safe for many threads. */
final class ArrivalBook {

    private final Map<String, String> labelsByKey = new HashMap<>();
    private final Set<String> labels = new HashSet<>();
    private final List<String> inOrder = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();

    static ArrivalBook of(List<Record> records) {
        ArrivalBook book = new ArrivalBook();
        records.forEach(record -> book.add(record.header("idempotency-key"), TickingClients.label(record.value())));
        return book;
    }

    synchronized void add(String key, String label) {
        String before = labelsByKey.putIfAbsent(key, label);
        boolean isNews = labels.add(label);
        if (isNews) {
            inOrder.add(label);
        }
        if (before == null ? !isNews : !before.equals(label)) {
            strange.add(key + " is " + before + " and " + label);
        }
    }

    /** How many events have come. */
    synchronized int size() {
        return labels.size();
    }

    synchronized boolean hasAll(Set<String> wanted) {
        return labels.containsAll(wanted);
    }

    /** What comes twice has one key, and no other event has that. */
    synchronized void assertEachKeyMeansOneEvent() {
        assertThat(strange).isEmpty();
    }

    /** Of each device those that were acknowledged; of others nobody knows when they were given up. */
    synchronized void assertOrder(Set<String> acknowledged) {
        Map<String, Integer> newest = new HashMap<>();
        for (String label : inOrder) {
            if (acknowledged.contains(label)) {
                int dash = label.lastIndexOf('-');
                int number = Integer.parseInt(label.substring(dash + 1));
                Integer before = newest.put(label.substring(0, dash), number);
                assertThat(number).as(label).isGreaterThan(before == null ? -1 : before);
            }
        }
    }
}
