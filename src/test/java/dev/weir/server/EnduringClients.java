package dev.weir.server;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send one labelled event after another, also when they are refused, until they are told to stop or the server is gone;
 * they know of each what was answered, and when it was sent.
 */
final class EnduringClients {

    private static final long PAUSE_NANOS = 2_000_000;

    private final URI server;
    private final String prefix;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Instant lastAcknowledged = Instant.MIN;
    private volatile boolean stopped;

    private EnduringClients(URI server, String prefix) {
        this.server = server;
        this.prefix = prefix;
    }

    /** @param prefix of the labels, its own for each set of clients; as {@code e1} */
    static EnduringClients start(int clients, URI server, String prefix) {
        EnduringClients started = new EnduringClients(server, prefix);
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> started.send(client), "client-" + i);
            thread.start();
            started.threads.add(thread);
        }
        return started;
    }

    /** The labels of what was answered with 200. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** The labels of everything, also of what was refused, or never answered. */
    Set<String> sent() {
        return new HashSet<>(sent);
    }

    /** All that was not answered with 200; it may have been kept all the same. */
    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** How many were refused. */
    int refused() {
        return refused.get();
    }

    /** When the request was sent that is the latest of those that were acknowledged. */
    Instant lastAcknowledged() {
        return lastAcknowledged;
    }

    /** Ends them, when each has the answer that it waits for. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void send(int client) {
        String name = prefix + "-" + client;
        try (RawConnection connection = new RawConnection(server)) {
            for (int i = 0; !stopped; i++) {
                String label = name + "-" + i;
                sent.add(label);
                Instant at = Instant.now();
                onAnswer(
                        label,
                        at,
                        connection.post(
                                "/push/custom",
                                "{\"shop_id\":\"shop\",\"did\":\"" + name + "\",\"event\":\"tick\",\"label\":\"" + label
                                        + "\"}"));
            }
        } catch (IOException gone) {
            // The server was killed, or has closed: the event on its way was not acknowledged.
        }
    }

    private void onAnswer(String label, Instant sentAt, RawConnection.Response answer) {
        if (answer.status() != 200) {
            refusals.add(new Refusal(label, answer.status(), answer.headers().getOrDefault("retry-after", "")));
            refused.incrementAndGet();
            // Nobody who was told to stay away comes back at once; the machine has others to serve.
            LockSupport.parkNanos(PAUSE_NANOS);
            return;
        }
        acknowledged.add(label);
        synchronized (this) {
            lastAcknowledged = sentAt.isAfter(lastAcknowledged) ? sentAt : lastAcknowledged;
        }
    }

    /** @param retryAfter empty if the answer did not say */
    record Refusal(String label, int status, String retryAfter) {}
}
