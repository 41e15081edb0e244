package dev.weir.tool.admin;

import dev.weir.tool.JsonTree;
import dev.weir.tool.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message of the live log as one line. */
final class TailLine {

    private TailLine() {}

    /**
     * The line.
     *
     * @param message the stream's word for it
     * @throws IllegalArgumentException if the data is no JSON
     */
    static String of(String message, String data) {
        Map<?, ?> members = JsonTree.members(JsonTree.parse(data));
        return PlainText.of(
                switch (message) {
                    case "request" -> request(members);
                    case "fate" -> fate(members);
                    case "sampled" ->
                        "             (" + text(members, "leftOut") + " requests of section " + text(members, "section")
                                + " were not shown within a second)";
                    case "missed" ->
                        "             (" + text(members, "leftOut") + " messages came too fast for this reader)";
                    default -> message + " " + data;
                });
    }

    private static String request(Map<?, ?> request) {
        List<String> words = new ArrayList<>();
        words.add(clock(text(request, "time")));
        words.add(text(request, "status"));
        words.add(pad(text(request, "outcome"), 9));
        words.add(pad(text(request, "section"), 8));
        words.add(pad(text(request, "dialect"), 12));
        words.add(text(request, "method"));
        words.add(text(request, "path"));
        for (Object event : JsonTree.elements(request.get("events"))) {
            words.add(event(JsonTree.members(event)));
        }
        add(words, "reason", request.get("reason"));
        add(words, "did", ofRequestOrEvent(request, "device"));
        add(words, "sid", ofRequestOrEvent(request, "session"));
        if (request.get("bytes") != null) {
            words.add(text(request, "bytes") + "B");
        }
        if (request.get("micros") instanceof Number micros) {
            words.add(String.format(Locale.ROOT, "%.1fms", micros.longValue() / 1_000.0));
        }
        if (request.get("promise") != null) {
            words.add(text(request, "promise"));
        }
        return String.join(" ", words);
    }

    /** A back office's request is of nobody, and its events are. */
    private static @Nullable Object ofRequestOrEvent(Map<?, ?> request, String name) {
        Object own = request.get(name);
        List<?> events = JsonTree.elements(request.get("events"));
        return own != null || events.size() != 1
                ? own
                : JsonTree.members(events.get(0)).get(name);
    }

    private static String event(Map<?, ?> event) {
        String number = event.get("seq") == null ? "" : "#" + text(event, "seq");
        String verdict = text(event, "verdict");
        return text(event, "type")
                + number
                + (verdict.equals("accepted") || verdict.equals("-") ? "" : "[" + verdict + "]");
    }

    private static String fate(Map<?, ?> fate) {
        List<String> words = new ArrayList<>();
        words.add(clock(text(fate, "time")));
        words.add("  #" + text(fate, "seq"));
        words.add(text(fate, "sink"));
        words.add(text(fate, "fate"));
        add(words, "by", fate.get("by"));
        add(words, "failures", fate.get("failures"));
        add(words, "reason", fate.get("reason"));
        add(words, "status", fate.get("status"));
        add(words, "detail", fate.get("detail"));
        return String.join(" ", words);
    }

    /** The time of day of an RFC 3339 time, to the millisecond. */
    private static String clock(String time) {
        int from = time.indexOf('T') + 1;
        int to = time.indexOf('Z');
        if (from == 0 || to < from) {
            return pad(time, 12);
        }
        String clock = time.substring(from, to);
        return clock.length() == 8 ? clock + ".000" : clock;
    }

    private static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(name + "=" + value);
        }
    }

    private static String text(Map<?, ?> members, String name) {
        Object value = members.get(name);
        return value == null ? "-" : value.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
