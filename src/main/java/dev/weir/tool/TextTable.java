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
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
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
