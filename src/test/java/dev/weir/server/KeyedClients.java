package dev.weir.server;

import dev.weir.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that give each event a key, and send it again under that until it is acknowledged. */
final class KeyedClients {

    private static final int CLIENTS = 4;
    private static final Pattern LABEL = Pattern.compile("item-(\\d+)");

    private final String shop;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    KeyedClients(String shop) {
        this.shop = shop;
    }

    /** Whether the event of this label, or in this body, is one of each seven. */
    static boolean isSeventh(String text) {
        Matcher label = LABEL.matcher(text);
        return label.find() && Integer.parseInt(label.group(1)) % 7 == 0;
    }

    /** The labels of all events that were acknowledged. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** Sends from all clients at once, and kills the server after so many acknowledgements, with what is under way. */
    void sendUntilKilled(WeirProcess weir, int acknowledgements) throws InterruptedException {
        int target = acknowledged.size() + acknowledgements;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = new Thread(() -> send(weir), "client-" + i);
            thread.start();
            threads.add(thread);
        }
        Await.until(target + " acknowledged", () -> acknowledged.size() >= target);
        weir.kill();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Returns how many beacons that took. */
    int sendWhatHadNoAnswer(WeirProcess weir) throws IOException {
        List<String> again = List.copyOf(unanswered);
        try (RawConnection connection = new RawConnection(weir.publicUri())) {
            for (String label : again) {
                send(connection, label);
            }
        }
        return again.size();
    }

    private void send(WeirProcess weir) {
        try (RawConnection connection = new RawConnection(weir.publicUri())) {
            while (true) {
                String label = "item-" + number.incrementAndGet();
                unanswered.add(label);
                send(connection, label);
            }
        } catch (IOException killed) {
            // The event on its way stays among those without an answer.
        }
    }

    private void send(RawConnection connection, String label) throws IOException {
        byte[] body = ("{\"event\":\"view\",\"shop_id\":\"" + shop + "\",\"did\":\"visitor-" + label
                        + "\",\"items\":[{\"id\":\"" + label + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nIdempotency-Key: " + label + "\r\nContent-Length: "
                + body.length + "\r\n\r\n");
        connection.send(body);
        RawConnection.Response response = connection.response();
        if (response.status() != 200) {
            throw new AssertionError(response);
        }
        acknowledged.add(label);
        unanswered.remove(label);
    }
}
