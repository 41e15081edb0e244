package dev.weir.upstream;

import org.jspecify.annotations.Nullable;

/** What may stand in a header. */
public final class HeaderText {

    private HeaderText() {}

    /** Whether it is there, and visible ASCII. What servers may name for others comes from JSON, and need not fit. */
    public static boolean fits(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
