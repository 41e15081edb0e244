package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.kafka.TopicReader.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has come of {@link TickingClients}' events, in the order in which each came first. Safe for many threads. */
final class ArrivalBook {

    private final Map<String, String> labelsByKey = new HashMap<>();
    private final Map<String, String> keysByLabel = new HashMap<>();
    private final List<String> inOrder = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();
    /** By event, the keys under which it came, if they were two. */
    private final Map<String, String> rekeyed = new HashMap<>();

    static ArrivalBook of(List<Record> records) {
        ArrivalBook book = new ArrivalBook();
        records.forEach(record -> book.add(record.header("idempotency-key"), TickingClients.label(record.value())));
        return book;
    }

    synchronized void add(String key, String label) {
        String known = labelsByKey.putIfAbsent(key, label);
        String first = keysByLabel.putIfAbsent(label, key);
        if (first == null) {
            inOrder.add(label);
        }
        if (known != null && !known.equals(label)) {
            strange.add(key + " is " + known + " and " + label);
        }
        if (first != null && !first.equals(key)) {
            rekeyed.put(label, first + " and " + key);
        }
    }

    /** How many events have come. */
    synchronized int size() {
        return keysByLabel.size();
    }

    synchronized boolean hasAll(Set<String> wanted) {
        return keysByLabel.keySet().containsAll(wanted);
    }

    /** What was acknowledged has one key, however often it comes, and no two events have one. */
    synchronized void assertEachKeyMeansOneEvent(Set<String> acknowledged) {
        assertThat(strange).isEmpty();
        Map<String, String> wrong = new HashMap<>(rekeyed);
        wrong.keySet().retainAll(acknowledged);
        assertThat(wrong).isEmpty();
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
