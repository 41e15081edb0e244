package dev.weir.relay.sink.file;

import dev.weir.event.Envelope;
import dev.weir.event.Traces;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and erases events in a sink's files, compressed or not. A file that has some is written anew beside and takes the old
 * one's place by a rename; in the place of each line stands a stub. What is no event and names the person is left out. While
 * nobody writes the files, or compresses them. Confined to one thread.
 */
final class FileErasure {

    private static final byte[] NONE = {};

    private final EventFiles files;
    private final Path dir;

    FileErasure(EventFiles files, Path dir) {
        this.files = files;
        this.dir = dir;
    }

    void readAll(Consumer<Envelope> visitor) throws IOException {
        for (Path file : files.list()) {
            try (InputStream in = open(file)) {
                for (Lines lines = new Lines(in); lines.next(); ) {
                    EventLine line = parsed(lines);
                    if (line != null && !line.isErased()) {
                        visitor.accept(line.envelope());
                    }
                }
            }
        }
    }

    long erase(Traces traces) throws IOException {
        files.tidy();
        long erased = 0;
        for (Path file : files.list()) {
            long hits = count(file, traces);
            if (hits > 0) {
                rewrite(file, traces);
                erased += hits;
            }
        }
        return erased;
    }

    private static long count(Path file, Traces traces) throws IOException {
        long hits = 0;
        try (InputStream in = open(file)) {
            for (Lines lines = new Lines(in); lines.next(); ) {
                if (isOf(traces, lines, parsed(lines))) {
                    hits++;
                }
            }
        }
        return hits;
    }

    private void rewrite(Path file, Traces traces) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Path beside = file.resolveSibling(file.getFileName() + EventFiles.UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
                    OutputStream out = output(channel, EventFiles.isPlain(file))) {
                copy(file, out, traces);
                out.flush();
                if (out instanceof GZIPOutputStream gzip) {
                    gzip.finish();
                }
                channel.force(true);
            }
            Files.setLastModifiedTime(beside, modified);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            LineFile.forceDirectory(dir);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static OutputStream output(FileChannel channel, boolean isPlain) throws IOException {
        OutputStream out = Channels.newOutputStream(channel);
        return isPlain ? new BufferedOutputStream(out) : new GZIPOutputStream(out, 64 << 10);
    }

    private static void copy(Path file, OutputStream out, Traces traces) throws IOException {
        try (InputStream in = open(file)) {
            for (Lines lines = new Lines(in); lines.next(); ) {
                EventLine line = parsed(lines);
                if (!isOf(traces, lines, line)) {
                    out.write(lines.bytes(), 0, lines.length());
                } else {
                    out.write(line == null || lines.isTorn() ? NONE : line.stub());
                }
            }
        }
    }

    private static boolean isOf(Traces traces, Lines lines, @Nullable EventLine line) {
        if (line == null) {
            return traces.areIn(lines.bytes(), 0, lines.length());
        }
        return !line.isErased() && traces.isOf(line.envelope());
    }

    private static @Nullable EventLine parsed(Lines lines) {
        try {
            return EventLine.parse(lines.bytes(), 0, lines.length());
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private static InputStream open(Path file) throws IOException {
        return new BufferedInputStream(EventFiles.read(file));
    }
}
