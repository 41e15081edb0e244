package dev.weir.server;

import dev.weir.event.Envelope;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.file.JournalInspector.FileReport;
import dev.weir.tool.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a journal holds, counted. Confined to one thread. */
final class JournalStat {

    private final Map<String, Long> sections = new TreeMap<>();
    private final Map<String, Long> dialects = new TreeMap<>();
    private final Map<String, Long> types = new TreeMap<>();
    private long events;
    private long firstSeq;
    private long lastSeq;
    private long firstMillis;
    private long lastMillis;

    void count(long seq, long timeMillis, Envelope envelope) {
        if (events++ == 0) {
            firstSeq = seq;
            firstMillis = timeMillis;
        }
        lastSeq = seq;
        lastMillis = timeMillis;
        sections.merge(envelope.section(), 1L, Long::sum);
        dialects.merge(envelope.dialect(), 1L, Long::sum);
        types.merge(envelope.type().label(), 1L, Long::sum);
    }

    void print(List<FileReport> files, Map<String, Cursor> cursors, PrintWriter out) {
        out.println(events + " events in " + files.size() + " files, " + used(files) + " of " + bytes(files) + " bytes"
                + (damages(files) == 0 ? "" : ", " + damages(files) + " damaged places: see verify"));
        if (events > 0) {
            out.println(firstSeq + ".." + lastSeq + ", " + Instant.ofEpochMilli(firstMillis) + " to "
                    + Instant.ofEpochMilli(lastMillis)
                    + (rate() == null ? "" : String.format(Locale.ROOT, ", %.1f a second", rate())));
        }
        print("SECTION", sections, out);
        print("DIALECT", dialects, out);
        print("TYPE", types, out);
        TextTable table =
                new TextTable("SINK", "NEXT", "BEHIND", "DELIVERED", "SUPERSEDED", "DEAD", "SKIPPED", "NOT-ROUTED");
        cursors.forEach((sink, cursor) -> table.row(
                sink,
                Long.toString(cursor.nextSeq()),
                Long.toString(behind(cursor)),
                Long.toString(cursor.delivered()),
                Long.toString(cursor.superseded()),
                Long.toString(cursor.deadLettered()),
                Long.toString(cursor.skipped()),
                Long.toString(cursor.notRouted())));
        if (!cursors.isEmpty()) {
            out.println();
            table.lines().forEach(out::println);
        }
    }

    Map<String, @Nullable Object> json(List<FileReport> files, Map<String, Cursor> cursors) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("events", events);
        json.put("files", files.size());
        json.put("bytes", bytes(files));
        json.put("used", used(files));
        json.put("damages", damages(files));
        json.put("first", events == 0 ? null : firstSeq);
        json.put("last", events == 0 ? null : lastSeq);
        json.put(
                "firstTime",
                events == 0 ? null : Instant.ofEpochMilli(firstMillis).toString());
        json.put(
                "lastTime",
                events == 0 ? null : Instant.ofEpochMilli(lastMillis).toString());
        json.put("rate", rate());
        json.put("sections", sections);
        json.put("dialects", dialects);
        json.put("types", types);
        Map<String, @Nullable Object> sinks = new LinkedHashMap<>();
        cursors.forEach((sink, cursor) -> sinks.put(sink, json(cursor)));
        json.put("sinks", sinks);
        return json;
    }

    private Map<String, @Nullable Object> json(Cursor cursor) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("next", cursor.nextSeq());
        json.put("behind", behind(cursor));
        json.put("delivered", cursor.delivered());
        json.put("superseded", cursor.superseded());
        json.put("deadLettered", cursor.deadLettered());
        json.put("skipped", cursor.skipped());
        json.put("notRouted", cursor.notRouted());
        return json;
    }

    /** Events that are not settled, up to the last one that was found. */
    private long behind(Cursor cursor) {
        return Math.max(0, lastSeq - cursor.settled());
    }

    /** Events a second between the first and the last; null where no time passed. */
    private @Nullable Double rate() {
        return lastMillis <= firstMillis ? null : (events - 1) * 1_000.0 / (lastMillis - firstMillis);
    }

    private static void print(String heading, Map<String, Long> counts, PrintWriter out) {
        if (!counts.isEmpty()) {
            TextTable table = new TextTable(heading, "EVENTS");
            counts.forEach((word, count) -> table.row(word, count.toString()));
            out.println();
            table.lines().forEach(out::println);
        }
    }

    private static long used(List<FileReport> files) {
        return files.stream().mapToLong(FileReport::usedBytes).sum();
    }

    private static long bytes(List<FileReport> files) {
        return files.stream().mapToLong(FileReport::bytes).sum();
    }

    private static int damages(List<FileReport> files) {
        return files.stream().mapToInt(file -> file.damages().size()).sum();
    }
}
