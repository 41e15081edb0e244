package dev.weir.dialect.personaclick;

import dev.weir.event.EventType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which event a body of {@code /push} tells of, as its bytes look: the one place that says {@code event}, as JSON or as a form,
 * with a word that is plainly written. Looks at each byte once, and allocates nothing.
 */
final class Glimpse {

    private static final byte[] EVENT = bytes("event");
    private static final Word[] WORDS = {
        new Word(bytes("view"), EventType.VIEW),
        new Word(bytes("category"), EventType.CATEGORY),
        new Word(bytes("search"), EventType.SEARCH),
    };

    private Glimpse() {}

    /** Null where it is not plain, or none of those of which there are most. */
    static @Nullable EventType of(byte[] body) {
        int at = next(body, 0);
        if (at < 0 || next(body, at) >= 0) {
            return null;
        }
        boolean isJson = at - EVENT.length > 0 && body[at - EVENT.length - 1] == '"';
        int start = isJson ? startOfText(body, at) : at + 1;
        return start < 0 ? null : word(body, start, isJson ? '"' : '&');
    }

    /** Where the value of a JSON member begins whose name ends before {@code at}, or -1 if it is no text. */
    private static int startOfText(byte[] body, int at) {
        if (at >= body.length || body[at] != '"') {
            return -1;
        }
        int colon = skipBlank(body, at + 1);
        if (colon >= body.length || body[colon] != ':') {
            return -1;
        }
        int quote = skipBlank(body, colon + 1);
        return quote < body.length && body[quote] == '"' ? quote + 1 : -1;
    }

    private static int skipBlank(byte[] body, int from) {
        int at = from;
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static @Nullable EventType word(byte[] body, int start, char end) {
        for (Word word : WORDS) {
            int after = start + word.text.length;
            if (isAt(body, start, word.text) && (after == body.length ? end == '&' : body[after] == end)) {
                return word.type;
            }
        }
        return null;
    }

    /** The end of the next {@code event} that is a name on its own, or -1. */
    private static int next(byte[] body, int from) {
        for (int at = from; at <= body.length - EVENT.length; at++) {
            if (body[at] == 'e' && isAt(body, at, EVENT) && isName(body, at)) {
                return at + EVENT.length;
            }
        }
        return -1;
    }

    private static boolean isName(byte[] body, int at) {
        int end = at + EVENT.length;
        byte before = at == 0 ? (byte) '&' : body[at - 1];
        byte after = end == body.length ? (byte) '&' : body[end];
        return before == '"' ? after == '"' : before == '&' && after == '=';
    }

    private static boolean isAt(byte[] body, int at, byte[] text) {
        if (at + text.length > body.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (body[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private record Word(byte[] text, EventType type) {}
}
