package dev.weir.relay.deadletter;

import dev.weir.relay.sink.file.LineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files of one sink's letters: the newest, which grows, and those put aside when they were full. After an {@code
 * IOException} of {@link #append} or {@link #force} it is to be abandoned. Confined to one thread.
 */
final class LetterFiles {

    private final LetterFolder folder;
    private final long fileBytes;
    private final List<NumberedFile> files = new ArrayList<>();
    private @Nullable LineFile open;

    private LetterFiles(LetterFolder folder, long fileBytes) {
        this.folder = folder;
        this.fileBytes = fileBytes;
    }

    static LetterFiles read(LetterFolder folder, long fileBytes) throws IOException {
        LetterFiles letters = new LetterFiles(folder, fileBytes);
        letters.refresh();
        return letters;
    }

    /** Those that there are, by number; those without any come last. */
    List<NumberedFile> all() {
        return List.copyOf(files);
    }

    long bytes() {
        long bytes = 0;
        for (NumberedFile file : files) {
            bytes += file.bytes();
        }
        return bytes;
    }

    /** The highest number of a letter, or {@link LetterNumbers#NONE}. */
    long highest() {
        long highest = LetterNumbers.NONE;
        for (NumberedFile file : files) {
            highest = Math.max(highest, file.last());
        }
        return highest;
    }

    @Nullable
    NumberedFile holding(long number) {
        for (NumberedFile file : files) {
            if (file.holds(number)) {
                return file;
            }
        }
        return null;
    }

    /** Those of the numbers that a file may hold. */
    LetterNumbers among(LetterNumbers numbers) {
        LetterNumbers held = new LetterNumbers();
        for (NumberedFile file : files) {
            if (file.first() != LetterNumbers.NONE) {
                held.addAll(numbers.within(file.first(), file.last()));
            }
        }
        return held;
    }

    void append(DeadLetter letter, long number, byte[] line) throws IOException {
        LineFile current = open;
        if (current == null) {
            current = folder.open(folder.newest());
            open = current;
        }
        if (current.size() > 0 && current.size() + line.length > fileBytes) {
            putAside(current, letter.timeMillis(), number);
            current = folder.open(folder.newest());
            open = current;
        }
        NumberedFile file = find(folder.newest());
        if (file == null) {
            file = NumberedFile.empty(folder.newest(), current.size());
            files.add(file);
        }
        folder.append(current, line);
        file.grew(number, line.length);
    }

    boolean isDirty() {
        LineFile current = open;
        return current != null && current.isDirty();
    }

    void force() throws IOException {
        LineFile current = open;
        if (current != null && current.isDirty()) {
            folder.force(current);
        }
    }

    /** Looks which files there are: people may take full ones away. */
    void refresh() throws IOException {
        List<Path> found = folder.letters();
        files.removeIf(file -> !found.contains(file.path()));
        for (Path path : found) {
            if (find(path) == null) {
                files.add(NumberedFile.read(path));
            }
        }
        // One that is empty has just been begun.
        files.sort(
                Comparator.comparingLong(file -> file.first() == LetterNumbers.NONE ? Long.MAX_VALUE : file.first()));
    }

    /**
     * Takes settled letters out of a file; a file of which nothing is left is deleted. A line that cannot be read stays, for
     * nobody can tell that it is settled. What is in the file, and that these are settled, must be on disk.
     */
    void shrink(NumberedFile file, LetterNumbers settled) throws IOException {
        leaveOut(file, line -> {
            long number = NumberedFile.number(line);
            return number != LetterNumbers.NONE && settled.contains(number);
        });
    }

    /** Writes a file anew without some lines; a file of which nothing is left is deleted. */
    void leaveOut(NumberedFile file, Predicate<LineReader> lines) throws IOException {
        LineFile current = open;
        if (current != null && current.path().equals(file.path())) {
            open = null;
            current.close();
        }
        Path smaller = LetterFolder.temporary(file.path());
        if (!copyWithout(lines, file.path(), smaller)) {
            folder.delete(file.path());
            folder.force();
            files.remove(file);
            return;
        }
        folder.move(smaller, file.path());
        files.set(files.indexOf(file), NumberedFile.read(file.path()));
    }

    /** Closes the newest file, and takes back what was appended since it was last forced. */
    void abandon() {
        LineFile current = open;
        open = null;
        if (current != null) {
            current.abandon();
        }
    }

    void close() throws IOException {
        LineFile current = open;
        open = null;
        if (current != null) {
            current.close();
        }
    }

    private void putAside(LineFile full, long timeMillis, long number) throws IOException {
        folder.force(full);
        full.close();
        open = null;
        Path aside = folder.putAside(timeMillis, number);
        folder.move(full.path(), aside);
        NumberedFile file = find(full.path());
        if (file != null) {
            file.moved(aside);
        }
    }

    /** Returns false if nothing was left to copy; then there is no copy. */
    private boolean copyWithout(Predicate<LineReader> left, Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        try (LineReader lines = LineReader.open(from)) {
            LineFile copy = null;
            try {
                while (lines.next()) {
                    if (lines.isOverlong()) {
                        throw new IOException(lines.where() + ": too long a line to be copied");
                    }
                    if (left.test(lines)) {
                        continue;
                    }
                    if (copy == null) {
                        copy = folder.open(to);
                    }
                    copy.append(lines.bytesWithLineFeed());
                }
                if (copy != null) {
                    folder.force(copy);
                }
            } finally {
                if (copy != null) {
                    copy.close();
                }
            }
            return copy != null;
        }
    }

    private @Nullable NumberedFile find(Path path) {
        for (NumberedFile file : files) {
            if (file.path().equals(path)) {
                return file;
            }
        }
        return null;
    }
}
