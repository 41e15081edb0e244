package dev.weir.relay.deadletter;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds letters by number; those of rising numbers without reading anything twice. Confined to one thread. */
final class ReplayReader implements Closeable {

    private final LetterFiles letters;
    private @Nullable NumberedFile file;
    private @Nullable LineReader lines;
    private long passed;

    ReplayReader(LetterFiles letters) {
        this.letters = letters;
    }

    /**
     * The letter of this number, or null if there is none.
     *
     * @throws IllegalArgumentException if its line cannot be read
     */
    @Nullable
    KeptLetter find(long number) throws IOException {
        NumberedFile holding = letters.holding(number);
        if (holding == null) {
            return null;
        }
        LineReader reader = readerOf(holding, number);
        while (passed < number && reader.next()) {
            long found = NumberedFile.number(reader);
            passed = Math.max(passed, found);
            if (found == number) {
                return LetterLine.parse(reader);
            }
        }
        return null;
    }

    /** Lets go of the file: the next search opens one. */
    @Override
    public void close() throws IOException {
        LineReader reader = lines;
        lines = null;
        file = null;
        if (reader != null) {
            reader.close();
        }
    }

    private LineReader readerOf(NumberedFile holding, long number) throws IOException {
        LineReader reader = lines;
        if (reader != null && file == holding && passed < number) {
            return reader;
        }
        close();
        reader = LineReader.open(holding.path());
        lines = reader;
        file = holding;
        passed = LetterNumbers.NONE;
        return reader;
    }
}
