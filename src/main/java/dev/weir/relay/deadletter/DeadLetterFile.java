package dev.weir.relay.deadletter;

import dev.weir.event.Envelope;
import dev.weir.event.KeptEvents;
import dev.weir.event.Traces;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sink's dead letters on disk: NDJSON in {@code <dir>/<sink>.ndjson}, and beside it what became of them, as the package's
 * page tells. When all letters together reach their bound, and none is settled whose room could be had, nothing more is taken:
 * the events stay in the journal and are tried again, for to delete a dead letter would be to lose it. Then somebody must
 * replay or drop some.
 */
public final class DeadLetterFile implements DeadLetters, KeptEvents {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterFile.class);
    /** How long people may have to wait until the server sees what they ask for. */
    private static final long LOOK_MILLIS = 500;

    private final LetterFolder folder;
    private final Bounds bounds;
    private final InstantSource clock;
    /** Null after a failure, until the files were read again. */
    private @Nullable LetterBooks books;

    private long next = 1;
    private long lookedMillis = Long.MIN_VALUE;
    private boolean isFailing;

    private DeadLetterFile(LetterFolder folder, Bounds bounds, InstantSource clock) {
        this.folder = folder;
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Reads what there is. Files are made when the first dead letter comes; the directory is made now.
     *
     * @param clock tells when to look again for what people ask
     * @throws UncheckedIOException if they cannot be read
     */
    public static DeadLetterFile open(Path dir, String sink, InstantSource clock) {
        return open(dir, sink, clock, Bounds.DEFAULT, change -> {});
    }

    /** @param beforeChange is told of each change of a file before it is made; what it throws leaves the change undone */
    static DeadLetterFile open(
            Path dir, String sink, InstantSource clock, Bounds bounds, Consumer<String> beforeChange) {
        DeadLetterFile letters = new DeadLetterFile(new LetterFolder(dir, sink, beforeChange), bounds, clock);
        try {
            Files.createDirectories(dir);
            letters.books();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "dead letters: " + dir + " (expected: a directory that can be read and written)", e);
        }
        return letters;
    }

    @Override
    public boolean tryAppend(DeadLetter letter) {
        try {
            return books().tryAppend(letter);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void sync() {
        LetterBooks current = books;
        if (current == null) {
            // What was taken before it failed was said to be lost.
            return;
        }
        try {
            current.sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void resume() {
        LetterBooks current = books;
        if (current != null) {
            current.beginAnew();
        }
    }

    @Override
    public List<Kept> takeReplays(int most) {
        try {
            LetterBooks current = books();
            long now = clock.millis();
            if (lookedMillis == Long.MIN_VALUE || Math.abs(now - lookedMillis) >= LOOK_MILLIS) {
                lookedMillis = now;
                current.sync();
                heed(current);
            }
            return current.takeReplays(most);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void onReplayed(long seq) {
        LetterBooks current = books;
        if (current != null) {
            current.onReplayed(seq);
        }
    }

    @Override
    public void close() {
        LetterBooks current = books;
        books = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            throw new UncheckedIOException("dead letters of sink " + folder.sink() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void readAll(Consumer<Envelope> visitor) throws IOException {
        sync();
        books().readAll(visitor);
    }

    /** Letters about the person's events are dropped, and taken out of the files with that; also those settled before. */
    @Override
    public long erase(Traces traces) throws IOException {
        sync();
        try {
            return books().erase(traces);
        } catch (IOException e) {
            throw new IOException(failed(e).getMessage(), e);
        }
    }

    /** What people ask for can wait; the sink's events cannot. */
    private void heed(LetterBooks current) {
        try {
            current.heed();
            isFailing = false;
        } catch (IOException e) {
            if (!isFailing) {
                isFailing = true;
                LOG.error("sink={} requests cannot be heeded, trying again", folder.sink(), e);
            }
        }
    }

    private LetterBooks books() throws IOException {
        LetterBooks current = books;
        if (current == null) {
            current = LetterBooks.read(folder, bounds, next);
            books = current;
        }
        return current;
    }

    /** What a failed write or fsync left is unknown: it is cut back, and everything is read again when it is next needed. */
    private UncheckedIOException failed(IOException e) {
        LetterBooks current = books;
        books = null;
        if (current != null) {
            next = Math.max(next, current.next());
            current.abandon();
        }
        return new UncheckedIOException("dead letters of sink " + folder.sink() + ": " + e.getMessage(), e);
    }
}
