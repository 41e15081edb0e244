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

/**
 * One sink's files, by their names, and every change that the server makes to them: one at a time, so that a test can end the
 * process before any of them. Confined to one thread.
 */
final class LetterFolder {

    static final String LETTERS = ".ndjson";
    private static final String TEMPORARY = ".tmp";

    private final Path dir;
    private final String sink;
    private final Runnable beforeChange;

    /** @param beforeChange is run before each change; what it throws leaves the change undone */
    LetterFolder(Path dir, String sink, Runnable beforeChange) {
        this.dir = dir;
        this.sink = sink;
        this.beforeChange = beforeChange;
    }

    LetterFolder(Path dir, String sink) {
        this(dir, sink, () -> {});
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
        beforeChange.run();
        return LineFile.open(file);
    }

    void append(LineFile file, byte[] lines) throws IOException {
        beforeChange.run();
        file.append(ByteBuffer.wrap(lines));
    }

    void force(LineFile file) throws IOException {
        beforeChange.run();
        file.force();
    }

    /** Renames a file, in place of another if there is one. It is on disk when this returns. */
    void move(Path from, Path to) throws IOException {
        beforeChange.run();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    /** Deletes a file; that is on disk after the next {@link #force()}. */
    void delete(Path file) throws IOException {
        beforeChange.run();
        Files.deleteIfExists(file);
    }

    void force() throws IOException {
        beforeChange.run();
        LineFile.forceDirectory(dir);
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
