package dev.weir.tool.admin;

import dev.weir.tool.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Follows the live log, across restarts of the server. Confined to the thread that runs it. */
public final class Tail {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AdminClient client;
    private final String path;
    private final boolean isJson;
    private final Predicate<String> out;
    private final Consumer<String> trouble;
    private String last = "";
    private long left;

    /**
     * A tail that has not begun.
     *
     * @param filters as the endpoint takes them
     * @param most how many requests to show at most
     * @param isJson the messages as JSON, a line each
     * @param out takes a line, and says whether it wants more
     * @param trouble is told when the connection is lost
     */
    public Tail(
            AdminClient client,
            Map<String, String> filters,
            long most,
            boolean isJson,
            Predicate<String> out,
            Consumer<String> trouble) {
        this.client = client;
        this.path = path(filters);
        this.left = most;
        this.isJson = isJson;
        this.out = out;
        this.trouble = trouble;
    }

    /**
     * Shows messages until enough are shown or nobody wants more.
     *
     * @throws IOException if the first connection cannot be made
     * @throws AdminFailure if the port refuses
     */
    public void follow() throws IOException, InterruptedException, AdminFailure {
        InputStream stream = client.stream(path, last);
        while (read(stream)) {
            trouble.accept("the connection is lost; trying again every second");
            stream = reconnect();
            trouble.accept("connected again");
        }
    }

    private InputStream reconnect() throws InterruptedException, AdminFailure {
        while (true) {
            LockSupport.parkNanos(PAUSE.toNanos());
            try {
                return client.stream(path, last);
            } catch (IOException notYet) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while the connection was away");
                }
            }
        }
    }

    /** Whether it ended before enough was shown. */
    private boolean read(InputStream stream) {
        try (stream) {
            EventStream events = new EventStream(stream);
            EventStream.Event event;
            while ((event = events.next()) != null) {
                last = event.id().isEmpty() ? last : event.id();
                if (!out.test(isJson ? json(event) : TailLine.of(event.name(), event.data()))) {
                    return false;
                }
                if (event.name().equals("request") && --left <= 0) {
                    return false;
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            // As if it had ended.
        }
        return true;
    }

    /** On one line, with the message's name. */
    private static String json(EventStream.Event event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("message", event.name());
        JsonTree.members(JsonTree.parse(event.data())).forEach((name, value) -> {
            if (value != null) {
                line.put(String.valueOf(name), value);
            }
        });
        return JsonTree.line(line);
    }

    private static String path(Map<String, String> filters) {
        StringBuilder path = new StringBuilder("/api/live");
        filters.forEach((name, value) -> path.append(path.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return path.toString();
    }
}
