package dev.weir.relay.sink.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the files of a sink that are finished: compresses them, one at a time, and deletes those beyond the bounds. Both
 * take far longer than an fsync, so the executor's thread does it, not the relay's. What fails, or is given up at the close,
 * is done after the next file, or after the next start. {@link #onFinished} and {@link #close} are for one thread.
 */
final class FinishedFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FinishedFiles.class);
    /** A round under way gives up between two blocks of a file, so only an fsync can take this long. */
    private static final long CLOSE_LIMIT_MILLIS = 1000;

    private final FileSinkOptions options;
    private final EventFiles files;
    private final InstantSource clock;
    private final Executor executor;
    private final AtomicReference<@Nullable Path> last = new AtomicReference<>();
    /** Held by the round under way, and for good once closed. */
    private final Semaphore turn = new Semaphore(1);

    private volatile boolean isClosed;

    FinishedFiles(FileSinkOptions options, EventFiles files, InstantSource clock, Executor executor) {
        this.options = options;
        this.files = files;
        this.clock = clock;
        this.executor = executor;
    }

    /** The file and all before it are closed, and will not be written again. */
    void onFinished(Path file) {
        last.set(file);
        beginRound();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (!turn.tryAcquire(CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("sink={} a file is still being compressed", options.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the round under way; no other begins until {@link #goOn}. */
    void rest() {
        turn.acquireUninterruptibly();
    }

    void goOn() {
        turn.release();
        if (last.get() != null && !isClosed) {
            beginRound();
        }
    }

    private void beginRound() {
        if (turn.tryAcquire()) {
            executor.execute(this::round);
        }
    }

    private void round() {
        try {
            for (Path file = last.getAndSet(null); file != null && !isClosed; file = last.getAndSet(null)) {
                lookAfter(file);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("sink={} finished files left as they are: {}", options.name(), e.toString());
        } finally {
            turn.release();
        }
        // One that was finished just before the release found the turn taken.
        if (last.get() != null && !isClosed) {
            beginRound();
        }
    }

    private void lookAfter(Path newest) throws IOException {
        if (options.gzip()) {
            List<Path> plain = new ArrayList<>(files.finished(newest));
            plain.removeIf(file -> !EventFiles.isPlain(file));
            for (int i = 0; i < plain.size() && !isClosed; i++) {
                compress(plain.get(i), i + 1 < plain.size());
            }
        }
        if (!isClosed) {
            deleteExcess(files.finished(newest));
        }
    }

    /** A file that cannot be compressed is whole as it is, and keeps no other from it. Where others wait, it is urgent. */
    private void compress(Path file, boolean isUrgent) {
        try {
            // Cuts off what a failed write may have left of a line.
            LineFile.open(file).close();
            files.compress(file, isUrgent, () -> isClosed);
        } catch (IOException e) {
            LOG.warn("sink={} file={} left as it is: {}", options.name(), file.getFileName(), e.toString());
        }
    }

    /**
     * By the time that the file system has, which is the wall clock's, and by when the file was begun, as its name says: a clock that
     * was set back for a while would have its files deleted at once.
     */
    private boolean isOld(Path file, long beforeMillis) throws IOException {
        return Files.getLastModifiedTime(file).toMillis() < beforeMillis && files.bornMillis(file) < beforeMillis;
    }

    private void deleteExcess(List<Path> oldestFirst) throws IOException {
        Long keepBytes = options.keepBytes();
        Duration keepFor = options.keepFor();
        if (keepBytes == null && keepFor == null) {
            return;
        }
        long bytes = 0;
        for (Path each : oldestFirst) {
            bytes += Files.size(each);
        }
        for (Path each : oldestFirst) {
            boolean isOver = keepBytes != null && bytes > keepBytes;
            boolean isOld = keepFor != null && isOld(each, clock.millis() - keepFor.toMillis());
            if (!isOver && !isOld) {
                return;
            }
            bytes -= Files.size(each);
            Files.delete(each);
            LOG.info("sink={} file={} deleted by keep-bytes or keep-for", options.name(), each.getFileName());
        }
    }
}
