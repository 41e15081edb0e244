package dev.weir.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that send one labelled event after another until the server is gone, and know which were acknowledged. */
final class TickingClients {

    private static final Pattern LABEL = Pattern.compile("label\\W+(e\\d+-\\d+-\\d+)");

    private static final long SHED_PAUSE_NANOS = 50_000_000;

    private final int clients;
    private final long pauseNanos;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<String> promises = ConcurrentHashMap.newKeySet();

    TickingClients(int clients) {
        this(clients, Duration.ZERO);
    }

    /** @param pause of each after an answer, where the server is not to be busy with them alone */
    TickingClients(int clients, Duration pause) {
        this.clients = clients;
        this.pauseNanos = pause.toNanos();
    }

    /** The label of an event in a body or a line. */
    static String label(String text) {
        Matcher matcher = LABEL.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no label in " + text);
        }
        return matcher.group(1);
    }

    /** Begins; they end by themselves once the server is killed. */
    List<Thread> start(URI server, int cycle) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> sendUntilKilled(server, "e" + cycle + "-" + client + "-"), "client-" + i);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    /** What those were promised: {@code weir-ack}. */
    Set<String> promises() {
        return promises;
    }

    /** Also those of which nobody heard. */
    Set<String> sent() {
        Set<String> sent = new HashSet<>(acknowledged);
        sent.addAll(unanswered);
        return sent;
    }

    /** What was acknowledged and did not come, of the bodies that did, by idempotency key. */
    Set<String> missing(Map<String, List<String>> bodiesByKey) {
        Set<String> missing = new HashSet<>(acknowledged);
        bodiesByKey.values().forEach(bodies -> missing.remove(label(bodies.get(0))));
        return missing;
    }

    private void sendUntilKilled(URI server, String prefix) {
        AtomicInteger number = new AtomicInteger();
        try (RawConnection connection = new RawConnection(server)) {
            while (true) {
                String label = prefix + number.getAndIncrement();
                unanswered.add(label);
                RawConnection.Response response = connection.post(
                        "/push/custom",
                        "{\"shop_id\":\"shop\",\"did\":\"" + prefix + "\",\"event\":\"tick\",\"label\":\"" + label
                                + "\"}");
                if (response.status() == 200) {
                    acknowledged.add(label);
                    unanswered.remove(label);
                    promises.add(response.headers().getOrDefault("weir-ack", "none"));
                    LockSupport.parkNanos(pauseNanos);
                } else if (response.status() == 503) {
                    // The machine has too much else to do.
                    LockSupport.parkNanos(SHED_PAUSE_NANOS);
                } else {
                    throw new AssertionError(response);
                }
            }
        } catch (IOException killed) {
            // The event on its way stays among the unanswered.
        }
    }
}
