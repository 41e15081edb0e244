package dev.weir.ingest.beacon;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The raw query of a request, as text that means the same bytes to whoever reads it later. */
final class QueryText {

    private QueryText() {}

    /**
     * The query, empty if there is none. A byte beyond ASCII, which RFC 3986 does not allow there but clients send, comes from
     * the HTTP decoder as a character of ISO-8859-1, and would be another two bytes in UTF-8: it is percent-encoded.
     */
    static String of(@Nullable String query) {
        if (query == null) {
            return "";
        }
        for (int i = 0; i < query.length(); i++) {
            if (query.charAt(i) >= 0x80) {
                return encoded(query);
            }
        }
        return query;
    }

    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder(query.length() + 32);
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c < 0x80) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Integer.toHexString(c & 0xFF).toUpperCase(Locale.ROOT));
            }
        }
        return encoded.toString();
    }
}
