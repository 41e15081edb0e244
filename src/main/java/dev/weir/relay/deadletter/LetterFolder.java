package dev.weir.relay.deadletter;

import dev.weir.relay.sink.file.LineFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * One sink's files, by their names, and every change that the server makes to them: one at a time, so that a test can end the
 * process before any of them. Confined to one thread.
 */
final class LetterFolder {

    static final String LETTERS = ".ndjson";
    private static final String TEMPORARY = ".tmp";

    private final Path dir;
    private final String sink;
    private final Consumer<String> beforeChange;

    /** @param beforeChange is told of each change before it is made; what it throws leaves the change undone */
    LetterFolder(Path dir, String sink, Consumer<String> beforeChange) {
        this.dir = dir;
        this.sink = sink;
        this.beforeChange = beforeChange;
    }

    LetterFolder(Path dir, String sink) {
        this(dir, sink, change -> {});
    }

    String sink() {
        return sink;
    }

    /** Where letters are appended. */
    Path newest() {
        return dir.resolve(sink + LETTERS);
    }

    /** The name for a file put aside: it tells which letter found no room in it. No other file ever had it. */
    Path putAside(long timeMillis, long number) {
        return dir.resolve(sink + "." + timeMillis + "-" + number + LETTERS);
    }

    Path ledger() {
        return dir.resolve(sink + ".ledger");
    }

    static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + TEMPORARY);
    }

    /** The files of letters, in no order; none if there is no folder. */
    List<Path> letters() throws IOException {
        return list(sink + ".*ndjson");
    }

    /** What people ask for and was not heeded yet, the oldest first. */
    List<Path> requests() throws IOException {
        List<Path> requests = list(sink + ".*" + LetterRequest.SUFFIX);
        Collections.sort(requests);
        return requests;
    }

    /** What a process left unfinished. */
    List<Path> temporaries() throws IOException {
        return list(sink + ".*" + TEMPORARY);
    }

    LineFile open(Path file) throws IOException {
        tell("open", file);
        return LineFile.open(file);
    }

    void append(LineFile file, byte[] lines) throws IOException {
        tell("append", file.path());
        file.append(ByteBuffer.wrap(lines));
    }

    void force(LineFile file) throws IOException {
        tell("force", file.path());
        file.force();
    }

    /** Renames a file, in place of another if there is one. It is on disk when this returns. */
    void move(Path from, Path to) throws IOException {
        tell("move", from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    /** Deletes a file; that is on disk after the next {@link #force()}. */
    void delete(Path file) throws IOException {
        tell("delete", file);
        Files.deleteIfExists(file);
    }

    void force() throws IOException {
        tell("force", dir);
        LineFile.forceDirectory(dir);
    }

    private void tell(String change, Path file) {
        beforeChange.accept(change + " " + file.getFileName());
    }

    private List<Path> list(String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(dir, glob)) {
            found.forEach(files::add);
        } catch (NoSuchFileException none) {
            return files;
        }
        return files;
    }
}
