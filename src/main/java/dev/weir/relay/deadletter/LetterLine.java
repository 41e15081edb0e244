package dev.weir.relay.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.journal.file.EntryText;
import dev.weir.relay.sink.EventJson;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as a line of NDJSON; the package's page lists the fields. Those that are needed to find a letter come first,
 * so that {@link #headOf} need not read the rest.
 */
final class LetterLine {

    private static final String EXPECTED = "(expected: a whole letter, such as {\"letter\":1,\"seq\":5,\"time\":...})";
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LineReader.MAX_LINE_BYTES)
                    .build())
            // What visitors named their fields is not to stay in memory.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private LetterLine() {}

    /** @param replaces the number of the letter whose replay ended with this one, or {@link LetterNumbers#NONE} */
    static void write(OutputStream out, DeadLetter letter, long number, int attempts, long replaces)
            throws IOException {
        try (JsonGenerator json = EventJson.generator(out)) {
            json.writeStartObject();
            json.writeNumberField("letter", number);
            json.writeNumberField("seq", letter.seq());
            if (letter.lastSeq() != letter.seq()) {
                json.writeNumberField("last_seq", letter.lastSeq());
            }
            if (replaces != LetterNumbers.NONE) {
                json.writeNumberField("replaces", replaces);
                json.writeNumberField("attempts", attempts);
            }
            json.writeStringField("time", EventJson.time(letter.timeMillis()));
            json.writeStringField("reason", letter.reason().label());
            if (letter.status() != 0) {
                json.writeNumberField("status", letter.status());
            }
            writeText(json, "detail", letter.detail());
            writeText(json, "answer", letter.answer());
            Kept original = letter.original();
            if (original != null) {
                json.writeFieldName("line");
                EventJson.write(json, original, letter.dialect());
                json.writeStringField("original", EntryText.of(original));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /**
     * Reads the line that a reader stands at.
     *
     * @throws IllegalArgumentException if it is none; it says what is wrong and what was expected
     */
    static KeptLetter parse(LineReader line) {
        refuseOverlong(line);
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            Fields fields = new Fields();
            require(json.nextToken() == JsonToken.START_OBJECT, "no JSON object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(json);
            }
            require(json.nextToken() == null, "something after the letter");
            return fields.toLetter();
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("no JSON: " + problem(broken) + " " + EXPECTED, broken);
        } catch (CharConversionException zeros) {
            // Those that a power cut left pass for UTF-32.
            throw new IllegalArgumentException("no JSON " + EXPECTED, zeros);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Reads the beginning of the line that a reader stands at.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    static Head headOf(LineReader line) {
        refuseOverlong(line);
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            require(json.nextToken() == JsonToken.START_OBJECT, "no JSON object");
            long number = LetterNumbers.NONE;
            long replaces = LetterNumbers.NONE;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
                    break;
                }
                switch (name) {
                    case "letter" -> number = json.getLongValue();
                    case "replaces" -> replaces = json.getLongValue();
                    default -> {}
                }
            }
            require(number > 0, "no number of a letter");
            return new Head(number, replaces);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("no JSON: " + problem(broken) + " " + EXPECTED, broken);
        } catch (CharConversionException zeros) {
            // Those that a power cut left pass for UTF-32.
            throw new IllegalArgumentException("no JSON " + EXPECTED, zeros);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void writeText(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, Texts.wellFormed(text));
        }
    }

    private static void refuseOverlong(LineReader line) {
        require(!line.isOverlong(), "more than " + LineReader.MAX_LINE_BYTES + " bytes");
    }

    private static void require(boolean isMet, String wrong) {
        if (!isMet) {
            throw new IllegalArgumentException(wrong + " " + EXPECTED);
        }
    }

    private static String problem(JsonProcessingException broken) {
        long column = broken.getLocation() == null ? 0 : broken.getLocation().getByteOffset() + 1;
        String first = broken.getOriginalMessage();
        int end = first == null ? 0 : Math.max(first.indexOf('\n'), 0);
        String message = first == null ? "unreadable" : end > 0 ? first.substring(0, end) : first;
        return Texts.beginning(message) + " at byte " + column;
    }

    /** What finds a letter. */
    record Head(long number, long replaces) {}

    private static final class Fields {
        private long number;
        private long seq;
        private long lastSeq;
        private int attempts = 1;
        private long replaces = LetterNumbers.NONE;
        private long timeMillis = Long.MIN_VALUE;
        private @Nullable String reason;
        private int status;
        private String detail = "";
        private String answer = "";
        private long acceptedMillis;
        private @Nullable String section;
        private @Nullable String type;
        private @Nullable String original;

        /** Reads one field; those of a later version are passed over. */
        void read(JsonParser json) throws IOException {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "letter" -> number = json.getLongValue();
                case "seq" -> seq = json.getLongValue();
                case "last_seq" -> lastSeq = json.getLongValue();
                case "attempts" -> attempts = json.getIntValue();
                case "replaces" -> replaces = json.getLongValue();
                case "time" -> timeMillis = millis(json.getText());
                case "reason" -> reason = json.getText();
                case "status" -> status = json.getIntValue();
                case "detail" -> detail = json.getText();
                case "answer" -> answer = json.getText();
                case "original" -> original = json.getText();
                case "line" -> {
                    require(token == JsonToken.START_OBJECT, "a line that is no object");
                    readLine(json);
                }
                default -> json.skipChildren();
            }
        }

        KeptLetter toLetter() {
            require(number > 0, "no number of a letter");
            require(seq > 0, "no seq");
            require(timeMillis != Long.MIN_VALUE, "no time");
            require(reason != null, "no reason");
            return new KeptLetter(
                    number,
                    seq,
                    Math.max(seq, lastSeq),
                    Math.max(1, attempts),
                    replaces,
                    timeMillis,
                    String.valueOf(reason),
                    status,
                    detail,
                    answer,
                    acceptedMillis,
                    section,
                    type,
                    original);
        }

        private void readLine(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "time" -> acceptedMillis = millis(json.getText());
                    case "section" -> section = json.getText();
                    case "type" -> type = json.getText();
                    default -> json.skipChildren();
                }
            }
        }

        private static long millis(String text) {
            try {
                return Instant.parse(text).toEpochMilli();
            } catch (DateTimeException wrong) {
                throw new IllegalArgumentException(
                        "time \"" + Texts.beginning(text) + "\" (expected: such as 2026-11-20T09:30:00.000Z)", wrong);
            }
        }
    }
}
