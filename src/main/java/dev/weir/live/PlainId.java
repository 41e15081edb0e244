package dev.weir.live;

import org.jspecify.annotations.Nullable;

/**
 * What of an id that a client chose is shown: all of it if it looks like an id, of at most 64 letters, digits and a few
 * signs; else a star. Whoever puts a name, an e-mail address or a phone number with its plus where an id belongs is not shown.
 */
final class PlainId {

    static final String HIDDEN = "*";
    static final int MAX_CHARS = 64;
    private static final String SIGNS = "-_.:/|#=~";

    private PlainId() {}

    static @Nullable String shown(@Nullable String id) {
        if (id == null) {
            return null;
        }
        return isPlain(id) ? id : HIDDEN;
    }

    static boolean isPlain(String id) {
        if (id.isEmpty() || id.length() > MAX_CHARS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!isLetterOrDigit && SIGNS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
