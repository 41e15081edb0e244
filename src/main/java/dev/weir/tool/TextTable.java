package dev.weir.tool;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell; nothing in them can move a terminal's cursor. */
public final class TextTable {

    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        rows.add(List.of(header));
    }

    public TextTable(List<String> header) {
        rows.add(header.stream().map(PlainText::of).toList());
    }

    /** Adds a row of as many cells as the header has. */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    public TextTable row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells (expected: " + rows.get(0).size() + ")");
        }
        rows.add(cells.stream().map(PlainText::of).toList());
        return this;
    }

    /** Its lines, the header's first. */
    public List<String> lines() {
        int[] widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /**
     * The same within a width: columns that do not fit beside the others follow in tables of their own, each of which begins with the
     * first column, and has an empty line before it. A column that is too wide for itself stays as it is.
     */
    public List<String> lines(int width) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (int from = 1, to; from < widths.length || from == 1; from = Math.max(to, from + 1)) {
            int used = widths[0];
            for (to = from; to < widths.length && (to == from || used + GAP + widths[to] <= width); to++) {
                used += GAP + widths[to];
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (List<String> row : rows) {
                List<String> part = new ArrayList<>(List.of(row.get(0)));
                part.addAll(row.subList(Math.min(from, widths.length), to));
                lines.add(line(part, partOf(widths, from, to)));
            }
        }
        return List.copyOf(lines);
    }

    private static int[] partOf(int[] widths, int from, int to) {
        int[] part = new int[1 + to - from];
        part[0] = widths[0];
        System.arraycopy(widths, from, part, 1, to - from);
        return part;
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)) + GAP));
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
