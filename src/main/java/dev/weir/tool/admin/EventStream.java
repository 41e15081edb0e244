package dev.weir.tool.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, 9.2) one after the other. An event's data may have 1 MiB; what is longer is cut.
 * Confined to one thread.
 */
public final class EventStream {

    private static final int MOST_DATA = 1 << 20;

    private final BufferedReader lines;

    public EventStream(InputStream in) {
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next event that has data, or null at the end of the stream. */
    public @Nullable Event next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        String id = "";
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, id, data.toString());
                }
                name = "message";
            } else if (line.startsWith("event:")) {
                name = value(line, "event:");
            } else if (line.startsWith("id:")) {
                id = value(line, "id:");
            } else if (line.startsWith("data:") && data.length() < MOST_DATA) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line, "data:"));
            }
        }
        return null;
    }

    private static String value(String line, String field) {
        String value = line.substring(field.length());
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    /**
     * One event.
     *
     * @param name {@code message} of those that have none
     * @param id empty of those that have none
     */
    public record Event(String name, String id, String data) {}
}
