package dev.weir.ingest.client;

import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Forwarded} (RFC 7239, 4): pairs between semicolons, each a name and a token or a quoted string.
 *
 * @param node what {@code for} says, or null
 * @param scheme what {@code proto} says, or null
 * @param host what {@code host} says, or null
 */
record ForwardedElement(
        @Nullable String node,
        @Nullable String scheme,
        @Nullable String host) {

    /** The element between two indices, or null if that is none. */
    static @Nullable ForwardedElement read(String text, int from, int to) {
        Pairs pairs = new Pairs(text, to);
        pairs.at = from;
        String node = null;
        String scheme = null;
        String host = null;
        while (pairs.at < to) {
            if (!pairs.next()) {
                return null;
            }
            if (pairs.isNamed("for")) {
                if (node != null) {
                    return null;
                }
                node = pairs.value;
            } else if (pairs.isNamed("proto")) {
                scheme = pairs.value;
            } else if (pairs.isNamed("host")) {
                host = pairs.value;
            }
        }
        return new ForwardedElement(node, scheme, host);
    }

    /** Where the reading is. */
    private static final class Pairs {
        private final String text;
        private final int to;
        private int at;
        private int nameStart;
        private int nameEnd;
        private String value = "";

        Pairs(String text, int to) {
            this.text = text;
            this.to = to;
        }

        boolean isNamed(String name) {
            return nameEnd - nameStart == name.length() && text.regionMatches(true, nameStart, name, 0, name.length());
        }

        /** Reads one pair and the semicolon behind it, or returns false if there is none. */
        boolean next() {
            skipSpace();
            nameStart = at;
            while (at < to && text.charAt(at) != '=' && text.charAt(at) != ';') {
                at++;
            }
            nameEnd = at;
            if (at == to || nameEnd == nameStart || text.charAt(at) != '=') {
                return false;
            }
            at++;
            boolean isQuoted = at < to && text.charAt(at) == '"';
            boolean isRead = isQuoted ? readQuoted() : readToken();
            skipSpace();
            if (!isRead || (at < to && text.charAt(at) != ';')) {
                return false;
            }
            at++;
            return true;
        }

        private boolean readToken() {
            int start = at;
            while (at < to && text.charAt(at) != ';' && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
                if (text.charAt(at) == '"') {
                    return false;
                }
                at++;
            }
            value = text.substring(start, at);
            return at > start;
        }

        private boolean readQuoted() {
            StringBuilder read = new StringBuilder(to - at);
            for (at++; at < to; at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    value = read.toString();
                    return true;
                }
                if (c == '\\') {
                    at++;
                    c = at < to ? text.charAt(at) : c;
                }
                read.append(c);
            }
            return false;
        }

        private void skipSpace() {
            while (at < to && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
