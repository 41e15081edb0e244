package dev.weir.relay.sink.http;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * The beginning of a vendor's answer as text that may be kept and shown: no secrets, no control characters. Vendors repeat in
 * their answers what they were sent. Pure.
 */
final class AnswerText {

    /** The most characters of an answer that are shown. */
    static final int MAX_CHARS = 2_048;

    /**
     * What has to be known of an answer's beginning to show that much of it: three bytes a character, and behind them what
     * completes a secret that begins among them.
     */
    static final int MAX_BYTES = 16 << 10;

    private static final String HIDDEN = "***";

    private AnswerText() {}

    /**
     * The text of an answer in UTF-8.
     *
     * @param secrets what must not be in it, in any spelling
     */
    static String of(byte[] beginning, Collection<String> secrets) {
        String text = new String(beginning, StandardCharsets.UTF_8);
        int end = Math.min(text.length(), MAX_CHARS);
        boolean[] hidden = new boolean[end];
        Set<String> spellings = Spellings.of(secrets);
        for (String spelling : spellings) {
            hide(text, spelling, hidden);
        }
        StringBuilder shown = new StringBuilder(end);
        for (int i = 0; i < end && shown.length() < MAX_CHARS; i++) {
            if (!hidden[i]) {
                shown.append(visible(text.charAt(i)));
            } else if (i == 0 || !hidden[i - 1]) {
                shown.append(HIDDEN);
            }
        }
        // What stands for a secret may be longer than what was left.
        shown.setLength(Math.min(shown.length(), MAX_CHARS));
        if (!shown.isEmpty() && Character.isHighSurrogate(shown.charAt(shown.length() - 1))) {
            shown.setLength(shown.length() - 1);
        }
        return shown.toString();
    }

    /** Case is ignored: the digits of escapes come in both. */
    private static void hide(String text, String spelling, boolean[] hidden) {
        for (int at = 0; at < hidden.length; at++) {
            if (text.regionMatches(true, at, spelling, 0, spelling.length())) {
                for (int i = at; i < Math.min(hidden.length, at + spelling.length()); i++) {
                    hidden[i] = true;
                }
            }
        }
    }

    /** What moves a terminal's cursor or turns its text round is as bad as a control character. */
    private static char visible(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            default -> c;
        };
    }
}
