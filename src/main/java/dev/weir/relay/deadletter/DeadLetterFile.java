package dev.weir.relay.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.sink.EventJson;
import dev.weir.relay.sink.file.LineFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters as NDJSON in {@code <dir>/<sink>.ndjson}. A full file is put aside as {@code <sink>.<time>-<seq>.ndjson}: the
 * time and number of the letter that found no room. When all files together reach their bound, nothing more is taken: the
 * events stay in the journal and are tried again, for to delete a dead letter would be to lose it. Then somebody must look at
 * them, and move or delete the files.
 */
public final class DeadLetterFile implements DeadLetters {

    private static final long FILE_BYTES = 64L << 20;
    private static final long TOTAL_BYTES = 1L << 30;

    private final Path dir;
    private final String sink;
    private final long fileBytes;
    private final long totalBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    private @Nullable LineFile file;
    private long usedBytes;

    private DeadLetterFile(Path dir, String sink, long fileBytes, long totalBytes) {
        this.dir = dir;
        this.sink = sink;
        this.fileBytes = fileBytes;
        this.totalBytes = totalBytes;
    }

    /** Files are made when the first dead letter comes; the directory is made now. */
    public static DeadLetterFile open(Path dir, String sink) {
        return open(dir, sink, FILE_BYTES, TOTAL_BYTES);
    }

    /**
     * With bounds of one's own.
     *
     * @param fileBytes the size at which a file is put aside, more than 0
     * @param totalBytes the bound on all files of this sink together, at least {@code fileBytes}
     */
    static DeadLetterFile open(Path dir, String sink, long fileBytes, long totalBytes) {
        DeadLetterFile letters = new DeadLetterFile(dir, sink, fileBytes, totalBytes);
        try {
            Files.createDirectories(dir);
            letters.usedBytes = letters.bytesOnDisk();
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters: " + dir + " (expected: a directory that can be written)", e);
        }
        return letters;
    }

    @Override
    public boolean tryAppend(DeadLetter letter) {
        try {
            encode(letter);
            if (!hasRoom()) {
                return false;
            }
            fileFor(letter).append(ByteBuffer.wrap(line.toByteArray()));
            usedBytes += line.size();
            return true;
        } catch (IOException e) {
            abandon();
            throw new UncheckedIOException("dead letters of sink " + sink + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void sync() {
        LineFile current = file;
        if (current == null || !current.isDirty()) {
            return;
        }
        try {
            current.force();
        } catch (IOException e) {
            abandon();
            throw new UncheckedIOException("dead letters of sink " + sink + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<Kept> takeReplays(int most) {
        return List.of();
    }

    @Override
    public void onReplayed(long seq) {}

    @Override
    public void close() {
        sync();
        LineFile current = file;
        file = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void encode(DeadLetter letter) throws IOException {
        line.reset();
        try (JsonGenerator json = EventJson.generator(line)) {
            json.writeStartObject();
            json.writeNumberField("seq", letter.seq());
            if (letter.lastSeq() != letter.seq()) {
                json.writeNumberField("last_seq", letter.lastSeq());
            }
            json.writeStringField("time", EventJson.time(letter.timeMillis()));
            json.writeStringField("reason", letter.reason().label());
            if (letter.status() != 0) {
                json.writeNumberField("status", letter.status());
            }
            if (!letter.detail().isEmpty()) {
                json.writeStringField("detail", letter.detail());
            }
            Kept original = letter.original();
            if (original != null) {
                json.writeFieldName("line");
                EventJson.write(json, original, letter.dialect());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private boolean hasRoom() throws IOException {
        if (usedBytes + line.size() > totalBytes) {
            usedBytes = bytesOnDisk();
        }
        return usedBytes + line.size() <= totalBytes;
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, sink + ".*ndjson")) {
            for (Path each : files) {
                bytes += Files.size(each);
            }
        }
        return bytes;
    }

    /** The file to append to, after putting aside a full one. */
    private LineFile fileFor(DeadLetter letter) throws IOException {
        LineFile current = file;
        if (current != null && current.size() > 0 && current.size() + line.size() > fileBytes) {
            putAside(current, letter);
            current = null;
        }
        if (current == null) {
            current = LineFile.open(dir.resolve(sink + ".ndjson"));
            file = current;
        }
        return current;
    }

    /** The name tells which letter no longer found room. */
    private void putAside(LineFile full, DeadLetter letter) throws IOException {
        full.force();
        full.close();
        file = null;
        Files.move(full.path(), dir.resolve(sink + "." + letter.timeMillis() + "-" + letter.seq() + ".ndjson"));
        LineFile.forceDirectory(dir);
    }

    /** What a failed write or fsync left is unknown: it is cut back, and the next dead letter opens the file anew. */
    private void abandon() {
        LineFile current = file;
        file = null;
        if (current != null) {
            current.abandon();
        }
    }
}
