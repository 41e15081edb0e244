package dev.weir.dialect.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over one JSON object, strict in every respect. Open it, walk the members with {@link #nextName()}, and call
 * {@link #end()}; each value is taken by {@link #text()} or {@link #rawJson()}, walked in its turn, or {@link #skip()}ped.
 * Confined to one thread; close it.
 *
 * <p>Bounds: {@value #MAX_DEPTH} levels, {@value #MAX_TEXT} characters a text, {@value #MAX_NUMBER} characters a number,
 * {@value #MAX_NAME} bytes a name. The size as a whole is bounded by who reads the bytes.
 */
public final class JsonReader implements AutoCloseable {

    public static final int MAX_DEPTH = 16;
    public static final int MAX_TEXT = 8 * 1024;
    public static final int MAX_NUMBER = 40;
    public static final int MAX_NAME = 128;

    /** Names are not interned: the JVM's table is no place for what strangers send. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final byte[] json;
    private final JsonParser parser;
    private final Set<String> secrets;
    private final SeenNames seen = new SeenNames();
    private boolean sawSecret;

    private JsonReader(byte[] json, Set<String> secrets) throws IOException {
        this.json = json;
        this.secrets = secrets;
        this.parser = FACTORY.createParser(json);
    }

    /**
     * Opens an object and stands before its first member.
     *
     * @param json the whole text; its first byte that is not blank must open an object
     * @param secrets names to look out for at every depth, see {@link #sawSecret()}
     */
    public static JsonReader open(byte[] json, Set<String> secrets) throws RejectedException {
        SniffedBody.refuseOtherEncodings(json);
        Utf8.check(json);
        JsonEscapes.check(json);
        try {
            JsonReader reader = new JsonReader(json, secrets);
            reader.openObject();
            return reader;
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes cannot be opened", e);
        }
    }

    /** The name of the next member of the object being walked, with the cursor on its value, or null after the last. */
    public @Nullable String nextName() throws RejectedException {
        if (advance() == JsonToken.END_OBJECT) {
            return null;
        }
        try {
            String name = parser.currentName();
            advance();
            return name;
        } catch (IOException e) {
            throw rejection(e);
        }
    }

    /** Moves on to the next element of the array being walked; false after the last. */
    public boolean nextElement() throws RejectedException {
        return advance() != JsonToken.END_ARRAY;
    }

    public boolean isObject() {
        return parser.hasToken(JsonToken.START_OBJECT);
    }

    public boolean isArray() {
        return parser.hasToken(JsonToken.START_ARRAY);
    }

    public boolean isNested() {
        return parser.isExpectedStartObjectToken() || parser.isExpectedStartArrayToken();
    }

    public boolean isNull() {
        return parser.hasToken(JsonToken.VALUE_NULL);
    }

    /** Whether the value is a text, and not a number or a truth value. */
    public boolean isQuoted() {
        return parser.hasToken(JsonToken.VALUE_STRING);
    }

    /** The value as text; a number as it was written, a truth value as {@code true} or {@code false}. */
    public String text() throws RejectedException {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw rejection(e);
        }
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
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where the first byte behind the value is, once it has been walked or skipped to its end. */
    public int endOffset() {
        return (int) parser.currentLocation().getByteOffset();
    }

    /** Goes to the end of the value, which is checked like any other. */
    public void skip() throws RejectedException {
        int open = 0;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructStart()) {
                open++;
            } else if (token.isStructEnd()) {
                open--;
            }
            if (open == 0) {
                return;
            }
            token = advance();
        }
    }

    /** Refuses anything but blanks after the object. To be called after the last member. */
    public void end() throws RejectedException {
        try {
            if (parser.nextToken() != null) {
                throw new RejectedException(
                        Rejection.MALFORMED_JSON, null, "more after the end of the JSON object, near byte " + offset());
            }
        } catch (IOException e) {
            throw rejection(e);
        }
    }

    /** Whether one of the secret names has occurred so far, at whatever depth. */
    public boolean sawSecret() {
        return sawSecret;
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes cannot be closed", e);
        }
    }

    private void openObject() throws RejectedException {
        try {
            if (advance() == JsonToken.START_OBJECT) {
                return;
            }
            throw new RejectedException(
                    Rejection.MALFORMED_JSON, null, "the JSON is no object (expected: {...} with the parameters)");
        } catch (RejectedException e) {
            close();
            throw e;
        }
    }

    /** Every token passes here, those of skipped values too. */
    private JsonToken advance() throws RejectedException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw endsEarly();
            }
            switch (token) {
                case START_OBJECT -> seen.open();
                case END_OBJECT -> seen.close();
                case FIELD_NAME -> note(parser.currentName());
                // A skipped text is measured by nobody else.
                case VALUE_STRING -> bound(parser.getTextLength(), MAX_TEXT);
                // The parser counts the digits alone.
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> bound(parser.getTextLength(), MAX_NUMBER);
                default -> {}
            }
            return token;
        } catch (IOException e) {
            throw rejection(e);
        }
    }

    private void bound(int length, int max) throws RejectedException {
        if (length > max) {
            throw tooComplex();
        }
    }

    private void note(String name) throws RejectedException {
        // The parser counts in fours of bytes.
        bound(name.length(), MAX_NAME);
        if (!seen.add(name)) {
            throw new RejectedException(
                    Rejection.DUPLICATE_KEY, null, "a name occurs twice in a JSON object, near byte " + offset());
        }
        if (secrets.contains(name)) {
            sawSecret = true;
        }
    }

    /** The parser's own messages quote the input: none is passed on. */
    private RejectedException rejection(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return tooComplex();
        }
        if (e instanceof JsonEOFException) {
            return endsEarly();
        }
        return new RejectedException(Rejection.MALFORMED_JSON, null, "no valid JSON near byte " + offset());
    }

    private RejectedException endsEarly() {
        return new RejectedException(Rejection.MALFORMED_JSON, null, "the JSON ends early, at byte " + json.length);
    }

    private RejectedException tooComplex() {
        return new RejectedException(
                Rejection.TOO_COMPLEX,
                null,
                "JSON beyond a bound near byte " + offset() + " (expected: at most " + MAX_DEPTH + " levels, "
                        + MAX_TEXT + " characters a text, " + MAX_NUMBER + " a number, " + MAX_NAME + " a name)");
    }

    private long offset() {
        return Math.max(0, parser.currentLocation().getByteOffset());
    }
}
