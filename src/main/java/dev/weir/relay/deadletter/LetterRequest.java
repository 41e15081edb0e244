package dev.weir.relay.deadletter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a person asks for, to be kept in a file of its own until the server that heeds it has noted it in its ledger. The file
 * must appear whole, under its final name: one that begins like it may be half written.
 *
 * @param replay letters to be sent again
 * @param drop letters that nobody wants any longer
 * @param repeated letters of which a later one tells the same
 */
public record LetterRequest(LetterNumbers replay, LetterNumbers drop, LetterNumbers repeated) {

    /** How many may wait for one sink: with a server running, hardly ever more than one does. */
    public static final int MOST_WAITING = 4096;

    static final String SUFFIX = ".request";

    private static final String REPLAY = "replay";
    private static final String DROP = "drop";
    private static final String REPEATED = "repeated";

    public static LetterRequest replay(LetterNumbers letters, LetterNumbers repeated) {
        return new LetterRequest(letters, new LetterNumbers(), repeated);
    }

    public static LetterRequest drop(LetterNumbers letters, LetterNumbers repeated) {
        return new LetterRequest(new LetterNumbers(), letters, repeated);
    }

    /** How many requests wait. */
    public static int waiting(Path dir, String sink) throws IOException {
        return new LetterFolder(dir, sink).requests().size();
    }

    /**
     * A name for the file.
     *
     * @param nowMillis the time, by which requests are read in order, Unix milliseconds
     * @param random tells two of the same time apart
     */
    public static Path file(Path dir, String sink, long nowMillis, int random) {
        return dir.resolve(sink + "." + pad(nowMillis) + "-" + HexFormat.of().toHexDigits(random) + SUFFIX);
    }

    /** The lines that are to stand in the file. */
    public List<String> toLines() throws IOException {
        Map<String, LetterNumbers> said = new LinkedHashMap<>();
        said.put(REPLAY, replay);
        said.put(DROP, drop);
        said.put(REPEATED, repeated);
        String lines = new String(LedgerLine.write(LetterNumbers.NONE, said), StandardCharsets.UTF_8);
        return lines.lines().toList();
    }

    /**
     * Reads a request.
     *
     * @throws java.nio.file.NoSuchFileException if it was heeded meanwhile
     * @throws IllegalArgumentException if a line cannot be read: then nothing of it is heeded
     */
    static LetterRequest read(Path file) throws IOException {
        LetterRequest request = empty();
        try (LineReader lines = LineReader.open(file)) {
            while (lines.next()) {
                try {
                    request.apply(LedgerLine.parse(lines));
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException(lines.where() + ": " + wrong.getMessage(), wrong);
                }
            }
            if (lines.torn() > 0) {
                throw new IllegalArgumentException(
                        lines.where() + ": the end is missing (expected: a file that ./weir deadletter wrote)");
            }
        }
        return request;
    }

    /** The highest number in it, or {@link LetterNumbers#NONE}. */
    long highest() {
        return Math.max(replay.highest(), Math.max(drop.highest(), repeated.highest()));
    }

    void addAll(LetterRequest other) {
        replay.addAll(other.replay);
        drop.addAll(other.drop);
        repeated.addAll(other.repeated);
    }

    static LetterRequest empty() {
        return new LetterRequest(new LetterNumbers(), new LetterNumbers(), new LetterNumbers());
    }

    private void apply(LedgerLine line) {
        switch (String.valueOf(line.word())) {
            case REPLAY -> replay.addAll(line.letters());
            case DROP -> drop.addAll(line.letters());
            case REPEATED -> repeated.addAll(line.letters());
            default ->
                throw new IllegalArgumentException("\"" + Texts.beginning(String.valueOf(line.word()))
                        + "\" (expected: replay, drop or repeated)");
        }
    }

    private static String pad(long millis) {
        String digits = Long.toString(millis);
        return "0".repeat(Math.max(0, 16 - digits.length())) + digits;
    }
}
