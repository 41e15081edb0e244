package dev.weir.dialect.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Looks for names in a query that nobody has checked yet. */
public final class QueryNames {

    private QueryNames() {}

    /**
     * Whether a pair is of one of these names, also escaped or in PHP's brackets. Never throws, whatever the query is.
     *
     * @param names in ASCII letters, digits and underscores
     */
    public static boolean hold(String query, Set<String> names) {
        for (int from = 0; from < query.length(); ) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (isOneOf(query, from, nameEnd, names)) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static boolean isOneOf(String query, int from, int to, Set<String> names) {
        // Fast path: nothing to decode, so that names can be compared where they stand.
        if (isPlain(query, from, to)) {
            for (String name : names) {
                if (name.length() == to - from && query.startsWith(name, from)) {
                    return true;
                }
            }
            return false;
        }
        return FormSplice.holds(decoded(query.substring(from, to)), names);
    }

    private static boolean isPlain(String query, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = query.charAt(i);
            if (c == '%' || c == '+' || c == '[') {
                return false;
            }
        }
        return true;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
