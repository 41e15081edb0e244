package dev.weir.server;

import dev.weir.ingest.key.KeyEntry;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys in columns. */
final class KeyTable {

    private static final List<String> HEADER = List.of("ID", "SECTION", "NAME", "CREATED", "EXPIRES", "STATE");

    private KeyTable() {}

    static void print(List<KeyEntry> entries, Instant now, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (KeyEntry entry : entries) {
            rows.add(List.of(
                    entry.id(),
                    entry.section(),
                    entry.name(),
                    entry.created().toString(),
                    entry.expires().toString(),
                    entry.state(now).label()));
        }
        int[] widths = widths(rows);
        rows.forEach(row -> out.println(line(row, widths)));
        out.flush();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)) + 2));
        }
        return line.toString().stripTrailing();
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
