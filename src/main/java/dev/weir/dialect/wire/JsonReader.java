package dev.weir.dialect.wire;

import dev.weir.dialect.wire.JsonTokens.Token;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one JSON object, strict in every respect. Open it, walk the members with {@link #nextName()}, and call
 * {@link #end()}; each value is taken by {@link #text()} or {@link #rawJson()}, walked in its turn, or {@link #skip()}ped.
 * Confined to one thread; close it.
 *
 * <p>Bounds: {@value #MAX_DEPTH} levels, {@value #MAX_TEXT} characters a text, {@value #MAX_NUMBER} characters a number,
 * {@value #MAX_NAME} characters a name. The size as a whole is bounded by who reads the bytes.
 */
public final class JsonReader implements AutoCloseable {

    public static final int MAX_DEPTH = 16;
    public static final int MAX_TEXT = 8 * 1024;
    public static final int MAX_NUMBER = 256;
    public static final int MAX_NAME = 128;

    private static final byte[] NO_TEXT = {};

    /** Names are not interned: the JVM's table is no place for what strangers send. */
    private static final TextCache NAMES = new TextCache();

    private static final TextCache WORDS = new TextCache();

    /** One a thread, while it is not in use: what it consists of is larger than most of what it reads. */
    private static final ThreadLocal<JsonReader> SPARE = ThreadLocal.withInitial(JsonReader::new);

    private final JsonTokens tokens = new JsonTokens();
    private final SeenNames seen = new SeenNames();
    private byte[] json = NO_TEXT;
    private Set<String> secrets = Set.of();
    private Token token = Token.END;
    private String name = "";
    private boolean sawSecret;
    private boolean isOpen;

    private JsonReader() {}

    /**
     * Opens an object and stands before its first member.
     *
     * @param json the whole text; its first byte that is not blank must open an object
     * @param secrets names to look out for at every depth, see {@link #sawSecret()}
     */
    public static JsonReader open(byte[] json, Set<String> secrets) throws RejectedException {
        SniffedBody.refuseOtherEncodings(json);
        Utf8.check(json);
        JsonReader reader = SPARE.get();
        if (reader.isOpen) {
            reader = new JsonReader();
        }
        try {
            reader.openObject(json, secrets);
        } catch (RejectedException refused) {
            reader.close();
            throw refused;
        }
        return reader;
    }

    /** The name of the next member of the object being walked, with the cursor on its value, or null after the last. */
    public @Nullable String nextName() throws RejectedException {
        if (advance() == Token.OBJECT_END) {
            return null;
        }
        String found = name;
        advance();
        return found;
    }

    /** Moves on to the next element of the array being walked; false after the last. */
    public boolean nextElement() throws RejectedException {
        return advance() != Token.ARRAY_END;
    }

    public boolean isObject() {
        return token == Token.OBJECT_START;
    }

    public boolean isArray() {
        return token == Token.ARRAY_START;
    }

    public boolean isNested() {
        return token.isStart();
    }

    public boolean isNull() {
        return token == Token.NULL;
    }

    /** Whether the value is a text, and not a number or a truth value. */
    public boolean isQuoted() {
        return token == Token.TEXT;
    }

    /**
     * The value as text; a number as it was written, a truth value as {@code true} or {@code false}. A NUL is refused: it ends a
     * text early in some of the systems behind us, and two ids would be one. What is not asked for as text may have one, and goes
     * on escaped, as it came.
     */
    public String text() throws RejectedException {
        return checked(tokens.text());
    }

    /** As {@link #text()}, where few different ones are usual: to read one again costs no memory. */
    public String word() throws RejectedException {
        return checked(tokens.text(WORDS));
    }

    /** The value's own JSON text, at most {@value #MAX_TEXT} bytes of it; stands at its end after. */
    public String rawJson() throws RejectedException {
        int start = startOffset();
        skip();
        int end = endOffset();
        if (end - start > MAX_TEXT) {
            throw tooComplex();
        }
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    /** As {@link #rawJson()}, or null where it is longer than {@value #MAX_TEXT} bytes. */
    public @Nullable String shortJson() throws RejectedException {
        int start = startOffset();
        skip();
        int end = endOffset();
        return end - start > MAX_TEXT ? null : new String(json, start, end - start, StandardCharsets.UTF_8);
    }

    /** Where the first byte of the value is, or its last bracket when that has been reached. */
    public int startOffset() {
        return tokens.start();
    }

    /** Where the first byte behind the value is, once it has been walked or skipped to its end. */
    public int endOffset() {
        return tokens.end();
    }

    /** Goes to the end of the value, which is checked like any other. */
    public void skip() throws RejectedException {
        if (token.isStart()) {
            int outside = tokens.depth() - 1;
            while (tokens.depth() > outside) {
                advance();
            }
        }
    }

    /** Refuses anything but blanks after the object. To be called after the last member. */
    public void end() throws RejectedException {
        // Anything else is refused by its letter.
        token = tokens.next();
    }

    /** Whether one of the secret names has occurred so far, at whatever depth. */
    public boolean sawSecret() {
        return sawSecret;
    }

    /** It must not be used any longer: the thread's next text is read with it. */
    @Override
    public void close() {
        tokens.close();
        json = NO_TEXT;
        isOpen = false;
    }

    private void openObject(byte[] text, Set<String> names) throws RejectedException {
        json = text;
        secrets = names;
        sawSecret = false;
        seen.clear();
        tokens.open(text);
        if (advance() != Token.OBJECT_START) {
            throw new RejectedException(
                    Rejection.MALFORMED_JSON, null, "the JSON is no object (expected: {...} with the parameters)");
        }
        isOpen = true;
    }

    /** Every token passes here, those of skipped values too. */
    private Token advance() throws RejectedException {
        token = tokens.next();
        switch (token) {
            case OBJECT_START -> {
                bound(tokens.depth(), MAX_DEPTH);
                seen.open();
            }
            case ARRAY_START -> bound(tokens.depth(), MAX_DEPTH);
            case OBJECT_END -> seen.close();
            case NAME -> note();
            // A skipped text is measured by nobody else.
            case TEXT -> bound(tokens.length(MAX_TEXT), MAX_TEXT);
            case NUMBER -> bound(tokens.end() - tokens.start(), MAX_NUMBER);
            default -> {}
        }
        return token;
    }

    private String checked(String text) throws RejectedException {
        // As it is escaped where it is allowed at all, most texts need no look.
        if (tokens.isEscaped() && text.indexOf('\0') >= 0) {
            throw new RejectedException(
                    Rejection.MALFORMED_JSON,
                    null,
                    "an escaped NUL in a text that is read, near byte " + tokens.start());
        }
        return text;
    }

    private void bound(int length, int max) throws RejectedException {
        if (length > max) {
            throw tooComplex();
        }
    }

    private void note() throws RejectedException {
        bound(tokens.length(MAX_NAME), MAX_NAME);
        name = tokens.text(NAMES);
        if (!seen.add(name)) {
            throw new RejectedException(
                    Rejection.DUPLICATE_KEY, null, "a name occurs twice in a JSON object, near byte " + tokens.start());
        }
        if (!secrets.isEmpty() && secrets.contains(name)) {
            sawSecret = true;
        }
    }

    private RejectedException tooComplex() {
        return new RejectedException(
                Rejection.TOO_COMPLEX,
                null,
                "JSON beyond a bound near byte " + tokens.start() + " (expected: at most " + MAX_DEPTH + " levels, "
                        + MAX_TEXT + " characters a text, " + MAX_NUMBER + " a number, " + MAX_NAME + " a name)");
    }
}
