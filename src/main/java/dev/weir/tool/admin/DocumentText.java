package dev.weir.tool.admin;

import dev.weir.tool.JsonTree;
import dev.weir.tool.PlainText;
import dev.weir.tool.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JSON document for people: plain members as names and values, lists of objects as tables. */
public final class DocumentText {

    /** A terminal's usual 100 columns, less what tables are moved in by. */
    private static final int MAX_WIDTH = 96;

    private static final int MOST_LISTED = 4;

    private DocumentText() {}

    public static List<String> lines(@Nullable Object document) {
        if (document instanceof List<?> list) {
            return table(list);
        }
        List<String> lines = new ArrayList<>();
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        JsonTree.members(document).forEach((name, value) -> {
            if (isPlain(value)) {
                plain.put(String.valueOf(name), value);
            }
        });
        int width = plain.keySet().stream().mapToInt(String::length).max().orElse(0);
        plain.forEach((name, value) ->
                lines.add(PlainText.of(name + " ".repeat(width - name.length() + 2) + text(value))));
        JsonTree.members(document).forEach((name, value) -> {
            if (!isPlain(value)) {
                lines.add("");
                lines.add(PlainText.of(String.valueOf(name)));
                lines(value).forEach(line -> lines.add(line.isEmpty() ? "" : "  " + line));
            }
        });
        return lines;
    }

    private static List<String> table(List<?> rows) {
        List<Map<String, @Nullable Object>> flat =
                rows.stream().map(DocumentText::flat).toList();
        Set<String> columns = new LinkedHashSet<>();
        flat.forEach(row -> columns.addAll(row.keySet()));
        if (columns.isEmpty()) {
            return List.of("none");
        }
        TextTable table = new TextTable(List.copyOf(columns));
        for (Map<String, @Nullable Object> row : flat) {
            table.row(columns.stream()
                    .map(column -> row.containsKey(column) ? text(row.get(column)) : "-")
                    .toList());
        }
        return table.lines(MAX_WIDTH);
    }

    /** With what is nested under names with dots. */
    private static Map<String, @Nullable Object> flat(@Nullable Object row) {
        Map<String, @Nullable Object> flat = new LinkedHashMap<>();
        JsonTree.members(row).forEach((name, value) -> {
            if (value instanceof Map<?, ?>) {
                flat(value).forEach((inner, nested) -> flat.put(name + "." + inner, nested));
            } else {
                flat.put(String.valueOf(name), value);
            }
        });
        return flat;
    }

    private static boolean isPlain(@Nullable Object value) {
        return !(value instanceof Map<?, ?>)
                && !(value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> list) {
            String more = list.size() > MOST_LISTED ? " and " + (list.size() - MOST_LISTED) + " more" : "";
            return list.isEmpty()
                    ? "-"
                    : list.stream().limit(MOST_LISTED).map(DocumentText::text).collect(Collectors.joining(",")) + more;
        }
        if (value instanceof Map<?, ?> map) {
            // Such as a section and its pace: what it is of, and how much.
            return map.values().stream().map(DocumentText::text).collect(Collectors.joining("="));
        }
        return value == null || value.equals("") ? "-" : value.toString();
    }
}
