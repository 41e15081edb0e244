package dev.weir.relay.deadletter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks into one sink's dead letters without changing them, also while a server writes them. Each letter is read twice, first
 * to find the last one of each event; about 100 bytes of memory are taken for each. Confined to one thread.
 */
public final class LetterInspector {

    private static final int MOST_TRIES = 20;

    private final Path dir;
    private final LetterFolder folder;
    private final Consumer<String> wrong;

    private LetterInspector(Path dir, String sink, Consumer<String> wrong) {
        this.dir = dir;
        this.folder = new LetterFolder(dir, sink);
        this.wrong = wrong;
    }

    /**
     * Of the letters of a sink, which may have none.
     *
     * @param wrong is told of each line that cannot be read: where, what was wrong, and what was expected
     */
    public static LetterInspector of(Path dir, String sink, Consumer<String> wrong) {
        return new LetterInspector(dir, sink, wrong);
    }

    /** The names of sinks of which there are letters, in alphabetical order. */
    public static Set<String> sinks(Path dir) throws IOException {
        Set<String> sinks = new TreeSet<>();
        try (Stream<Path> files = Files.list(dir)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(LetterFolder.LETTERS))
                    .forEach(name -> sinks.add(name.substring(0, name.indexOf('.'))));
        } catch (NoSuchFileException none) {
            return sinks;
        }
        return sinks;
    }

    /**
     * Brings the letters that are not settled, those written first before others; of one event the last alone.
     *
     * @return the numbers of others of those events, which mean nothing beside the last
     */
    public LetterNumbers read(Visitor visitor) throws IOException {
        // What moves on while this reads, moves from a request to the ledger, and from there out of the letters.
        LetterRequest waiting = waiting();
        Fates fates = Ledger.read(folder.ledger(), wrong);
        try (Opened letters = open()) {
            Map<Event, Long> last = new HashMap<>();
            LetterNumbers repeated = new LetterNumbers();
            long end = index(letters, fates, last, repeated);
            for (LineReader lines : letters.files) {
                lines.rewind();
                while (lines.next()) {
                    visit(lines, end, last, visitor, waiting, fates);
                }
            }
            return repeated;
        }
    }

    private static void visit(
            LineReader line, long end, Map<Event, Long> last, Visitor visitor, LetterRequest waiting, Fates fates)
            throws IOException {
        KeptLetter letter;
        try {
            letter = LetterLine.parse(line);
        } catch (IllegalArgumentException toldAlready) {
            return;
        }
        Long number = last.get(Event.of(letter));
        if (letter.number() <= end && number != null && number == letter.number()) {
            visitor.onLetter(letter, state(letter.number(), waiting, fates), line.where());
        }
    }

    private static State state(long number, LetterRequest waiting, Fates fates) {
        if (waiting.drop().contains(number)) {
            return State.DROP_ASKED;
        }
        return waiting.replay().contains(number) || fates.asked().contains(number) ? State.REPLAY_ASKED : State.KEPT;
    }

    /**
     * Finds the last letter of each event.
     *
     * @param repeated gets the numbers of those before it, but for those that the server will settle for itself
     * @return the highest number that there was
     */
    private long index(Opened letters, Fates fates, Map<Event, Long> last, LetterNumbers repeated) throws IOException {
        long end = 0;
        LetterNumbers replaced = new LetterNumbers();
        for (LineReader lines : letters.files) {
            while (lines.next()) {
                try {
                    KeptLetter letter = LetterLine.parse(lines);
                    end = Math.max(end, letter.number());
                    if (letter.replaces() != LetterNumbers.NONE) {
                        replaced.add(letter.replaces(), letter.replaces());
                    }
                    if (!fates.settled().contains(letter.number())) {
                        Long before = last.get(Event.of(letter));
                        if (before != null) {
                            long earlier = Math.min(before, letter.number());
                            repeated.add(earlier, earlier);
                        }
                        last.merge(Event.of(letter), letter.number(), Math::max);
                    }
                } catch (IllegalArgumentException unreadable) {
                    wrong.accept(lines.where() + ": " + unreadable.getMessage());
                }
            }
            tellOfTornTail(lines);
        }
        repeated.removeAll(replaced);
        return end;
    }

    private void tellOfTornTail(LineReader lines) {
        if (lines.torn() > 0) {
            wrong.accept(lines.path() + ":" + (lines.line() + 1) + ": " + lines.torn()
                    + " bytes without an end (expected: a whole letter, unless a server is writing it)");
        }
    }

    private LetterRequest waiting() throws IOException {
        LetterRequest waiting = LetterRequest.empty();
        for (Path file : folder.requests()) {
            try {
                waiting.addAll(LetterRequest.read(file));
            } catch (NoSuchFileException heeded) {
                // Then the ledger, which is read later, tells of it.
            } catch (IllegalArgumentException unreadable) {
                wrong.accept(String.valueOf(unreadable.getMessage()));
            }
        }
        return waiting;
    }

    /** Opens all files as they are at one moment: the server may put one aside, or delete one, meanwhile. */
    private Opened open() throws IOException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Set<Object> before = identities();
            Opened opened = new Opened(new ArrayList<>());
            try {
                for (NumberedFile file : numbered()) {
                    opened.files.add(LineReader.open(file.path()));
                }
                if (identities().equals(before)) {
                    return opened;
                }
                opened.close();
            } catch (NoSuchFileException gone) {
                opened.close();
            } catch (IOException | RuntimeException failure) {
                opened.close();
                throw failure;
            }
        }
        throw new IOException(dir + ": its files change all the time (expected: to find them unchanged for a moment)");
    }

    private List<NumberedFile> numbered() throws IOException {
        return LetterFiles.read(folder, Long.MAX_VALUE).all();
    }

    /** Which files there are, by more than their names. */
    private Set<Object> identities() throws IOException {
        Set<Object> identities = new HashSet<>();
        for (Path file : folder.letters()) {
            try {
                identities.add(List.of(file, String.valueOf(Files.getAttribute(file, "basic:fileKey"))));
            } catch (NoSuchFileException gone) {
                identities.add(file);
            }
        }
        return identities;
    }

    /** What is to be done with a letter. The label is for people. */
    public enum State {
        KEPT("kept"),
        REPLAY_ASKED("replay asked"),
        DROP_ASKED("drop asked");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Is brought letters. */
    public interface Visitor {

        /**
         * Takes a letter.
         *
         * @param where its file and line
         */
        void onLetter(KeptLetter letter, State state, String where) throws IOException;
    }

    /** Numbers of the journal may be given twice, after a power cut; not with the same time. */
    private record Event(long seq, long acceptedMillis) {

        static Event of(KeptLetter letter) {
            return new Event(letter.seq(), letter.acceptedMillis());
        }
    }

    private record Opened(List<LineReader> files) implements Closeable {

        @Override
        public void close() throws IOException {
            for (LineReader file : files) {
                file.close();
            }
        }
    }
}
