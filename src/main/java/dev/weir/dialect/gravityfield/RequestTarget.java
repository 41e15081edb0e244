package dev.weir.dialect.gravityfield;

/** What may stand in a request line behind the host, of what a vendor's answer says. */
final class RequestTarget {

    private RequestTarget() {}

    /**
     * Whether the rest of a URL, from this offset on, is a path and perhaps a query: of printable ASCII, with sound percent
     * escapes, and no way up or out of the path that it is put behind.
     */
    static boolean isOne(String url, int from) {
        if (from >= url.length() || url.charAt(from) != '/') {
            return false;
        }
        int query = url.indexOf('?', from);
        String path = url.substring(from, query < 0 ? url.length() : query);
        return hasOnlySoundCharacters(url, from) && !path.contains("//") && !hasDotSegment(path);
    }

    private static boolean hasOnlySoundCharacters(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c > '~' || "\"#<>\\^`{|}".indexOf(c) >= 0) {
                return false;
            }
            if (c == '%' && !isEscape(url, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscape(String url, int at) {
        return at + 2 < url.length()
                && Character.digit(url.charAt(at + 1), 16) >= 0
                && Character.digit(url.charAt(at + 2), 16) >= 0;
    }

    /** A segment of one or two dots, some of which may be escaped, or an escaped slash that could make one. */
    private static boolean hasDotSegment(String path) {
        String plain = path.replace("%2e", ".").replace("%2E", ".");
        return (plain + "/").contains("/./")
                || (plain + "/").contains("/../")
                || plain.contains("%2f")
                || plain.contains("%2F")
                || plain.contains("%5c")
                || plain.contains("%5C");
    }
}
