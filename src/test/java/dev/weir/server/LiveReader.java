package dev.weir.server;

import dev.weir.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the live log as a browser does, on a thread of its own, and keeps what it was told. Safe for many threads. */
final class LiveReader implements AutoCloseable {

    private final HttpResponse<InputStream> response;
    private final List<Message> messages = new ArrayList<>();

    private LiveReader(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /**
     * Begins to look, and returns when Weir knows it.
     *
     * @param query with its question mark, or empty
     * @param headers names and values in turn
     */
    static LiveReader open(URI admin, String query, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin.resolve("/api/live" + query));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        LiveReader reader = new LiveReader(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), BodyHandlers.ofInputStream()));
        if (reader.response.statusCode() != 200) {
            throw new AssertionError("status " + reader.response.statusCode());
        }
        Thread thread = new Thread(reader::read, "live-reader");
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** Everything so far. */
    List<Message> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /** The data of one kind. */
    List<Map<String, Object>> all(String event) {
        return messages().stream()
                .filter(message -> message.event.equals(event))
                .map(Message::data)
                .toList();
    }

    /** The first request that is so, perhaps after a while. */
    Map<String, Object> request(String what, Predicate<Map<String, Object>> isSo) {
        Await.until(what, () -> all("request").stream().anyMatch(isSo));
        return all("request").stream().filter(isSo).findFirst().orElseThrow();
    }

    /** By number and sink the last that is known of each event's fate: {@code "7 vendor" -> "delivered"}. */
    Map<String, Map<String, Object>> fates() {
        Map<String, Map<String, Object>> fates = new TreeMap<>();
        for (Message message : messages()) {
            if (message.event.equals("request")) {
                for (Map<String, Object> event : events(message.data)) {
                    members(event.getOrDefault("fates", Map.of()))
                            .forEach((sink, fate) -> fates.put(event.get("seq") + " " + sink, members(fate)));
                }
            } else if (message.event.equals("fate")) {
                fates.put(message.data.get("seq") + " " + message.data.get("sink"), message.data);
            }
        }
        return fates;
    }

    /** How many events of a sink have this fate. */
    long count(String sink, String fate) {
        return fates().entrySet().stream()
                .filter(each -> each.getKey().endsWith(" " + sink))
                .filter(each -> fate.equals(each.getValue().get("fate")))
                .count();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> events(Map<String, Object> request) {
        return (List<Map<String, Object>>) request.get("events");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object object) {
        return (Map<String, Object>) object;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            Map<String, String> fields = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    add(fields);
                    fields.clear();
                } else if (!line.startsWith(":")) {
                    String[] field = line.split(": ", 2);
                    fields.put(field[0], field[1]);
                }
            }
        } catch (IOException closed) {
            // By the test, or with Weir.
        }
    }

    private void add(Map<String, String> fields) {
        String event = fields.get("event");
        if (event != null) {
            synchronized (messages) {
                messages.add(new Message(fields.get("id"), event, fields.get("data")));
            }
        }
    }

    /** One message; JSON is read as the YAML that it is. */
    record Message(String id, String event, String text, Map<String, Object> data) {
        Message(String id, String event, String text) {
            this(id, event, text, members(new Load(LoadSettings.builder().build()).loadFromString(text)));
        }
    }
}
