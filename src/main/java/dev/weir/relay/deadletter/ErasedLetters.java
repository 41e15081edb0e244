package dev.weir.relay.deadletter;

import dev.weir.event.Envelope;
import dev.weir.event.Traces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of a sink's letters are about a person's events, or cannot be read and name the person. Confined to one thread. */
final class ErasedLetters {

    private final Traces traces;
    private final LetterNumbers numbers = new LetterNumbers();
    private final List<NumberedFile> files = new ArrayList<>();
    private long count;

    ErasedLetters(Traces traces) {
        this.traces = traces;
    }

    void look(NumberedFile file) throws IOException {
        long before = count;
        boolean isTorn;
        try (LineReader lines = LineReader.open(file.path())) {
            while (lines.next()) {
                if (lines.isOverlong()) {
                    throw new IOException(lines.where() + ": too long a line to be read");
                }
                if (isOf(lines)) {
                    count++;
                    long number = NumberedFile.number(lines);
                    if (number != LetterNumbers.NONE) {
                        numbers.add(number, number);
                    }
                }
            }
            // What a crash has cut off is no letter, and might be found all the same.
            isTorn = lines.torn() > 0;
        }
        if (count > before || isTorn) {
            files.add(file);
        }
    }

    boolean isOf(LineReader line) {
        Envelope envelope = envelope(line);
        return envelope == null
                ? traces.areIn(line.buffer(), line.start(), line.start() + line.length())
                : traces.isOf(envelope);
    }

    LetterNumbers numbers() {
        return numbers;
    }

    List<NumberedFile> files() {
        return files;
    }

    long count() {
        return count;
    }

    /** The event of the letter that a reader stands at; null if it has none, or cannot be read. */
    static @Nullable Envelope envelope(LineReader line) {
        try {
            KeptLetter letter = LetterLine.parse(line);
            return letter.hasOriginal() ? letter.toKept().envelope() : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
