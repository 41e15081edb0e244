package dev.weir.relay.deadletter;

import dev.weir.relay.sink.file.LineFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One sink's ledger: what became of its letters, line after line. Only the server writes it, so that nobody need wait for
 * another; when it has become large, it is written anew, with what still matters. Confined to one thread.
 */
final class Ledger {

    /** Below this size it is not written anew. */
    static final long MIN_BYTES = 1L << 20;

    private final LetterFolder folder;
    private final long minBytes;
    private @Nullable LineFile file;
    private long shortBytes;

    /** @param minBytes below which size it is not written anew */
    Ledger(LetterFolder folder, long minBytes) {
        this.folder = folder;
        this.minBytes = minBytes;
    }

    /**
     * Reads what a ledger tells, also one that is being written.
     *
     * @param wrong is told of each line that cannot be read: where, what was wrong, and what was expected
     */
    static Fates read(Path path, Consumer<String> wrong) throws IOException {
        Fates fates = new Fates();
        try (LineReader lines = LineReader.open(path)) {
            while (lines.next()) {
                try {
                    apply(LedgerLine.parse(lines), fates);
                } catch (IllegalArgumentException unreadable) {
                    wrong.accept(lines.where() + ": " + unreadable.getMessage());
                }
            }
        } catch (NoSuchFileException none) {
            return fates;
        }
        return fates;
    }

    /** Adds lines; they are on disk when this returns. When it throws, none of them is there, as far as one can tell. */
    void append(long next, Map<Fate, LetterNumbers> lettersByFate) throws IOException {
        byte[] lines = LedgerLine.write(next, byLabel(lettersByFate));
        LineFile current = file;
        try {
            if (current == null) {
                current = folder.open(folder.ledger());
                file = current;
            }
            folder.append(current, lines);
            folder.force(current);
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    boolean isLarge() {
        LineFile current = file;
        return current != null && current.size() > Math.max(minBytes, 2 * shortBytes);
    }

    /** Writes it anew, with this alone. */
    void shorten(Fates fates) throws IOException {
        Path fresh = LetterFolder.temporary(folder.ledger());
        Map<Fate, LetterNumbers> said = new LinkedHashMap<>();
        said.put(Fate.SETTLED, fates.settled());
        said.put(Fate.ASKED, fates.asked());
        try (LineFile written = folder.open(fresh)) {
            folder.append(written, LedgerLine.writeNext(fates.next()));
            folder.append(written, LedgerLine.write(fates.next(), byLabel(said)));
            folder.force(written);
            shortBytes = written.size();
        }
        close();
        folder.move(fresh, folder.ledger());
    }

    void abandon() {
        LineFile current = file;
        file = null;
        if (current != null) {
            current.abandon();
        }
    }

    void close() throws IOException {
        LineFile current = file;
        file = null;
        if (current != null) {
            current.close();
        }
    }

    private static void apply(LedgerLine line, Fates fates) {
        fates.atLeast(line.next());
        if (line.word() == null) {
            return;
        }
        Fate fate = Fate.of(line.word());
        if (fate == null) {
            throw new IllegalArgumentException("\"" + Texts.beginning(line.word()) + "\" (expected: such as dropped)");
        }
        fates.apply(fate, line.letters());
        fates.atLeast(line.letters().highest() + 1);
    }

    private static Map<String, LetterNumbers> byLabel(Map<Fate, LetterNumbers> lettersByFate) {
        Map<String, LetterNumbers> byLabel = new LinkedHashMap<>();
        lettersByFate.forEach((fate, letters) -> byLabel.put(fate.label(), letters));
        return byLabel;
    }
}
