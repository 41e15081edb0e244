package dev.weir.ingest.client;

import org.jspecify.annotations.Nullable;

/** Reads a node as proxies name it (RFC 7239, 6): an address, perhaps with a port, IPv6 in brackets or without. */
final class NodeText {

    private static final int MAX_PORT_CHARS = 32;

    private NodeText() {}

    /** The address, or null if there is none. */
    static @Nullable IpAddress address(String text, int from, int to) {
        if (from < to && text.charAt(from) == '[') {
            int bracket = text.indexOf(']', from);
            boolean isWhole = bracket >= 0 && bracket < to && (bracket + 1 == to || isPort(text, bracket + 1, to));
            return isWhole && text.lastIndexOf(':', bracket) > from ? IpText.parse(text, from + 1, bracket) : null;
        }
        int colon = text.indexOf(':', from);
        // One colon, behind four decimal parts: a port.
        boolean hasPort = colon > from && colon < to && text.lastIndexOf(':', to - 1) == colon;
        if (!hasPort) {
            return IpText.parse(text, from, to);
        }
        return isPort(text, colon, to) ? IpText.parse(text, from, colon) : null;
    }

    /** The address before the last colon, or null. */
    static @Nullable IpAddress addressBeforePort(String text, int from, int to) {
        if (from < to && text.charAt(from) == '[') {
            return address(text, from, to);
        }
        int colon = text.lastIndexOf(':', to - 1);
        return colon > from && isPort(text, colon, to) ? IpText.parse(text, from, colon) : null;
    }

    /** {@code unknown}, or a name that a proxy made up so as not to tell. */
    static boolean isHidden(String text, int from, int to) {
        return from < to && (text.charAt(from) == '_' || text.regionMatches(true, from, "unknown", 0, 7));
    }

    /** A colon and a number, or a name that was made up for one. */
    private static boolean isPort(String text, int colon, int to) {
        int from = colon + 1;
        if (text.charAt(colon) != ':' || from >= to || to - from > MAX_PORT_CHARS) {
            return false;
        }
        boolean isName = text.charAt(from) == '_';
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            boolean isOfName = isDigit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "._-".indexOf(c) >= 0;
            if (isName ? !isOfName : !isDigit || i - from >= 5) {
                return false;
            }
        }
        return true;
    }
}
