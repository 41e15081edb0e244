package dev.weir.dialect.wire;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;

/**
 * The tokens of one JSON text in UTF-8 (RFC 8259), one after the other, by the letter: no comment, no other quotes, no leading
 * zero, no comma too many, no half of a surrogate pair. To be used for one text after the other; nothing is copied, and nothing
 * allocated but texts that are asked for. Confined to one thread.
 *
 * <p>Own, and not a library's, because it is what the server does most: a library's parser is garbage
 * of each beacon, and lets through what more passes over the bytes have to look for.
 */
final class JsonTokens {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] NO_TEXT = {};

    private byte[] json = NO_TEXT;
    private int at;
    private int start;
    /** Where the closing quote of the last name or text is: behind a name the colon has been read, too. */
    private int textEnd;

    private boolean isEscaped;
    private boolean isAscii;
    private int depth;
    /** For each open level one bit, the innermost the lowest: whether it is an object. Who reads allows no more levels than bits. */
    private int objects;

    private Place place = Place.ROOT;

    /** Begins with another text. */
    void open(byte[] text) {
        json = text;
        at = 0;
        start = 0;
        depth = 0;
        objects = 0;
        place = Place.ROOT;
    }

    /** Lets go of the text. */
    void close() {
        json = NO_TEXT;
    }

    /** Goes on to the next token, or to {@link Token#END}, behind which there are blanks alone. */
    Token next() throws RejectedException {
        int octet = skipBlanks();
        if (place == Place.BEHIND_VALUE) {
            if (octet != ',') {
                return close(octet);
            }
            at++;
            octet = skipBlanks();
            place = isInObject() ? Place.NAME : Place.VALUE;
        }
        return switch (place) {
            case NAME -> name(octet);
            case FIRST_NAME -> octet == '}' ? close(octet) : name(octet);
            case FIRST_ELEMENT -> octet == ']' ? close(octet) : value(octet);
            case ROOT, VALUE, BEHIND_VALUE -> value(octet);
            case BEHIND_ROOT -> behindRoot(octet);
        };
    }

    /** Where the first octet of the token is; of a name or a text the quote. */
    int start() {
        return start;
    }

    /** Behind the last octet of the token. */
    int end() {
        return at;
    }

    /** Whether there are escapes in the name or text that this token is. */
    boolean isEscaped() {
        return isEscaped;
    }

    /** How many brackets are open, with that of the token if it is an opening one. */
    int depth() {
        return depth;
    }

    /** How many characters of UTF-16 the text, or name, has that this token is, or one more than {@code max} if it has more. */
    int length(int max) {
        // Fast path: there are no more characters than octets.
        int octets = textEnd() - start - 1;
        return octets <= max ? octets : Math.min(text().length(), max + 1);
    }

    /** The text, or name, that this token is, without quotes and escapes; of other tokens what was written. */
    String text() {
        int from = isQuoted() ? start + 1 : start;
        int to = textEnd();
        if (isEscaped) {
            return JsonText.unescaped(json, from, to);
        }
        return new String(json, from, to - from, isAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** As {@link #text()}; a short one that came before costs no memory. */
    String text(TextCache cache) {
        return isQuoted() && !isEscaped && isAscii ? cache.of(json, start + 1, textEnd) : text();
    }

    private boolean isQuoted() {
        return json[start] == '"';
    }

    private int textEnd() {
        return isQuoted() ? textEnd : at;
    }

    private Token name(int octet) throws RejectedException {
        if (octet != '"') {
            throw unexpected();
        }
        quoted();
        int colon = skipBlanks();
        if (colon != ':') {
            throw unexpected();
        }
        at++;
        place = Place.VALUE;
        return Token.NAME;
    }

    private Token value(int octet) throws RejectedException {
        start = at;
        isEscaped = false;
        isAscii = true;
        switch (octet) {
            case '"' -> {
                quoted();
                return valued(Token.TEXT);
            }
            case '{' -> {
                return open(Token.OBJECT_START, 1, Place.FIRST_NAME);
            }
            case '[' -> {
                return open(Token.ARRAY_START, 0, Place.FIRST_ELEMENT);
            }
            case 't' -> {
                return literal(TRUE, Token.TRUE);
            }
            case 'f' -> {
                return literal(FALSE, Token.FALSE);
            }
            case 'n' -> {
                return literal(NULL, Token.NULL);
            }
            default -> {
                number(octet);
                return valued(Token.NUMBER);
            }
        }
    }

    private Token valued(Token token) {
        place = depth == 0 ? Place.BEHIND_ROOT : Place.BEHIND_VALUE;
        return token;
    }

    private Token open(Token token, int isObject, Place inside) {
        at++;
        depth++;
        objects = objects << 1 | isObject;
        place = inside;
        return token;
    }

    private Token close(int octet) throws RejectedException {
        if (octet != (isInObject() ? '}' : ']')) {
            throw unexpected();
        }
        start = at++;
        Token token = isInObject() ? Token.OBJECT_END : Token.ARRAY_END;
        depth--;
        objects >>>= 1;
        return valued(token);
    }

    private boolean isInObject() {
        return (objects & 1) != 0;
    }

    private Token behindRoot(int octet) throws RejectedException {
        if (octet >= 0) {
            throw new RejectedException(
                    Rejection.MALFORMED_JSON, null, "more after the end of the JSON object, near byte " + at);
        }
        return Token.END;
    }

    /** The next octet that is no blank, or -1 at the end, which is one behind the root alone. */
    private int skipBlanks() throws RejectedException {
        byte[] octets = json;
        int next = at;
        while (next < octets.length) {
            byte octet = octets[next];
            if (octet > ' ' || (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t')) {
                at = next;
                return octet & 0xFF;
            }
            next++;
        }
        at = next;
        if (place == Place.BEHIND_ROOT) {
            return -1;
        }
        throw endsEarly();
    }

    /** A name or a text, from its opening quote to behind the closing one. */
    private void quoted() throws RejectedException {
        byte[] octets = json;
        int next = at + 1;
        boolean hasEscapes = false;
        int all = 0;
        while (next < octets.length) {
            byte octet = octets[next];
            if (octet == '"') {
                start = at;
                isEscaped = hasEscapes;
                isAscii = all >= 0;
                textEnd = next;
                at = next + 1;
                return;
            }
            if (octet == '\\') {
                hasEscapes = true;
                next += JsonEscapes.size(octets, next);
            } else if (octet >= 0 && octet < ' ') {
                at = next;
                throw unexpected();
            } else {
                // That these are UTF-8 has been seen to.
                all |= octet;
                next++;
            }
        }
        throw endsEarly();
    }

    private Token literal(byte[] word, Token token) throws RejectedException {
        for (byte octet : word) {
            if (at == json.length) {
                throw endsEarly();
            }
            if (json[at] != octet) {
                throw unexpected();
            }
            at++;
        }
        return valued(token);
    }

    private void number(int first) throws RejectedException {
        if (first == '-') {
            at++;
        }
        if (octet() == '0') {
            at++;
        } else {
            digits();
        }
        if (octet() == '.') {
            at++;
            digits();
        }
        if ((octet() | 0x20) == 'e') {
            at++;
            if (octet() == '+' || octet() == '-') {
                at++;
            }
            digits();
        }
    }

    /** One and more. */
    private void digits() throws RejectedException {
        int from = at;
        while (octet() >= '0' && octet() <= '9') {
            at++;
        }
        if (at == from) {
            throw at == json.length ? endsEarly() : unexpected();
        }
    }

    private int octet() {
        return at < json.length ? json[at] : -1;
    }

    private RejectedException unexpected() {
        return new RejectedException(Rejection.MALFORMED_JSON, null, "no valid JSON near byte " + at);
    }

    private RejectedException endsEarly() {
        return new RejectedException(Rejection.MALFORMED_JSON, null, "the JSON ends early, at byte " + json.length);
    }

    /** What a text consists of. Colons and commas are none of it. */
    enum Token {
        OBJECT_START,
        OBJECT_END,
        ARRAY_START,
        ARRAY_END,
        NAME,
        TEXT,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        END;

        boolean isStart() {
            return this == OBJECT_START || this == ARRAY_START;
        }

        boolean isEnd() {
            return this == OBJECT_END || this == ARRAY_END;
        }
    }

    /** What may come next. */
    private enum Place {
        ROOT,
        FIRST_NAME,
        NAME,
        FIRST_ELEMENT,
        VALUE,
        /** A comma, or the closing bracket. */
        BEHIND_VALUE,
        BEHIND_ROOT
    }
}
