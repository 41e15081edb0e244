package dev.weir.relay.deadletter;

import java.nio.charset.StandardCharsets;

/** Texts that come from outside, made fit for a line. */
final class Texts {

    private static final int MOST_SHOWN = 40;

    private Texts() {}

    /** Halves of surrogate pairs, as a cut may leave them, are no UTF-8: each becomes a question mark. */
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** So much of a text that cannot be read as an error may show. */
    static String beginning(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && i < MOST_SHOWN; i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c >= 0x7f ? '?' : c);
        }
        return text.length() > MOST_SHOWN ? shown.append("...").toString() : shown.toString();
    }
}
