package dev.weir.ingest.client;

import java.util.List;

/**
 * Goes through a list that proxies append to, from its end: the last element of the last line first. A quoted string is
 * skipped from its end to its beginning, so that what a client wrote on the left, such as a quote that never ends, changes
 * nothing about what stands right of it. Each character is looked at once. Confined to one search.
 */
final class ListCursor {

    private final List<String> lines;
    private final boolean hasQuotes;
    private int line;
    private String text = "";
    private int start;
    private int end;
    /** Where the part of the line ends that has not been read; -1 when all of it has. */
    private int unread = -1;

    /** @param hasQuotes whether a comma between quotes is none */
    ListCursor(List<String> lines, boolean hasQuotes) {
        this.lines = lines;
        this.hasQuotes = hasQuotes;
        this.line = lines.size();
    }

    /** To the next element leftwards that is not empty; false if there is none. */
    boolean moveBack() {
        while (true) {
            while (unread < 0) {
                if (line == 0) {
                    return false;
                }
                text = lines.get(--line);
                unread = text.length();
            }
            int comma = comma();
            start = comma + 1;
            end = unread;
            unread = comma;
            trim();
            if (start < end) {
                return true;
            }
        }
    }

    String line() {
        return text;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The comma before the element, or -1. */
    private int comma() {
        int i = unread - 1;
        while (i >= 0 && text.charAt(i) != ',') {
            if (hasQuotes && text.charAt(i) == '"') {
                i = openingQuote(i - 1);
            }
            i--;
        }
        return i < 0 ? -1 : i;
    }

    /** The quote that begins what ends before {@code i + 1}, or the line's beginning; a quote behind a backslash is text. */
    private int openingQuote(int i) {
        int at = i;
        while (at >= 0) {
            if (text.charAt(at) == '"') {
                int slashes = at - 1;
                while (slashes >= 0 && text.charAt(slashes) == '\\') {
                    slashes--;
                }
                if ((at - 1 - slashes) % 2 == 0) {
                    return at;
                }
                at = slashes;
            } else {
                at--;
            }
        }
        return 0;
    }

    private void trim() {
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isSpace(text.charAt(end - 1))) {
            end--;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
