package dev.weir.relay.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a ledger or of a request: a word, and the numbers of the letters that it is said of.
 *
 * @param next below which letters were written when this was; or {@link LetterNumbers#NONE}
 * @param word a {@link Fate}'s label, or what a request asks for; or null, when only {@code next} is told
 */
record LedgerLine(long next, @Nullable String word, LetterNumbers letters) {

    /** Ranges in one line, at most: it stays below a few hundred KiB. */
    private static final int MOST_RANGES = 4096;

    private static final String EXPECTED = "(expected: such as {\"next\":9,\"is\":\"dropped\",\"letters\":\"2-5,7\"})";
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Lines that say all of this.
     *
     * @param next to be told in each of them, or {@link LetterNumbers#NONE}
     */
    static byte[] write(long next, Map<String, LetterNumbers> lettersByWord) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, LetterNumbers> said : lettersByWord.entrySet()) {
            for (String letters : said.getValue().toTexts(MOST_RANGES)) {
                write(out, next, said.getKey(), letters);
            }
        }
        return out.toByteArray();
    }

    /** A line that tells where numbers go on. */
    static byte[] writeNext(long next) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, next, null, "");
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException if it is none; it says what is wrong and what was expected */
    static LedgerLine parse(LineReader line) {
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            require(json.nextToken() == JsonToken.START_OBJECT, "no JSON object");
            long next = LetterNumbers.NONE;
            String word = null;
            LetterNumbers letters = new LetterNumbers();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "next" -> next = json.getLongValue();
                    case "is" -> word = json.getText();
                    case "letters" -> letters = LetterNumbers.parse(json.getText());
                    default -> json.skipChildren();
                }
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null, "no whole object");
            require(word == null || !letters.isEmpty(), "no letters");
            return new LedgerLine(next, word, letters);
        } catch (JsonProcessingException | CharConversionException broken) {
            // Zeros that a power cut left pass for UTF-32.
            throw new IllegalArgumentException("no JSON " + EXPECTED, broken);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(ByteArrayOutputStream out, long next, @Nullable String word, String letters)
            throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (next != LetterNumbers.NONE) {
                json.writeNumberField("next", next);
            }
            if (word != null) {
                json.writeStringField("is", word);
                json.writeStringField("letters", letters);
            }
            json.writeEndObject();
        }
        out.write('\n');
    }

    private static void require(boolean isMet, String wrong) {
        if (!isMet) {
            throw new IllegalArgumentException(wrong + " " + EXPECTED);
        }
    }
}
