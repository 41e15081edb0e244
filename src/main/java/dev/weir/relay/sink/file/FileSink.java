package dev.weir.relay.sink.file;

import dev.weir.event.Envelope;
import dev.weir.event.KeptEvents;
import dev.weir.event.Traces;
import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.EventJson;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.trace.Tracing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events to files of NDJSON. Confined to the relay's thread of this sink. */
public final class FileSink implements Sink, KeptEvents {

    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);
    /** Deliveries in flight: enough to share an fsync among many, few enough to forget after a crash. */
    private static final int MAX_IN_FLIGHT = 4096;
    /** A write and an fsync for each group of the journal would take as much of the machine as the journal itself. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Collected lines are written at once when they have grown to this, whatever the relay still has. */
    private static final int MAX_COLLECTED_BYTES = 4 << 20;

    private final FileSinkOptions options;
    private final InstantSource clock;
    private final EventFiles files;
    private final FinishedFiles finished;
    private final Collected lines = new Collected();
    private final List<Completion> waiting = new ArrayList<>();
    private @Nullable FileTail tail;
    private @Nullable LineFile file;
    private long fileBornMillis;
    private long firstSeq;

    private FileSink(FileSinkOptions options, InstantSource clock, Executor compressing) {
        this.options = options;
        this.clock = clock;
        this.files = new EventFiles(options.dir(), options.name());
        this.finished = new FinishedFiles(options, files, clock, compressing);
    }

    /**
     * Makes the directory, and mends what a crash has left in it.
     *
     * @param clock by which files are of age; best one that nobody sets while Weir runs
     * @throws UncheckedIOException when the directory cannot be used; the message names it
     */
    public static FileSink open(FileSinkOptions options, InstantSource clock) {
        return open(options, clock, round -> start(round, "weir-gzip-" + options.name()));
    }

    /** @param compressing runs what takes long, one at a time */
    static FileSink open(FileSinkOptions options, InstantSource clock, Executor compressing) {
        FileSink sink = new FileSink(options, clock, compressing);
        try {
            Files.createDirectories(options.dir());
            sink.files.tidy();
            sink.takeUpLeftOvers();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "sinks." + options.name() + ".dir: " + options.dir()
                            + " (expected: a directory that can be written)",
                    e);
        }
        return sink;
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public Tracing.Kind spanKind() {
        return Tracing.Kind.INTERNAL;
    }

    @Override
    public Order order() {
        return Order.JOURNAL;
    }

    @Override
    public int maxInFlight() {
        return MAX_IN_FLIGHT;
    }

    @Override
    public long gatherNanos() {
        return GATHER_NANOS;
    }

    @Override
    public void resume(long nextSeq) {
        lines.reset();
        waiting.clear();
        try {
            tail = FileTail.read(files.list(), nextSeq);
        } catch (IOException e) {
            throw new UncheckedIOException("sink " + name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void deliver(List<Delivery> batch, Completion completion) {
        Delivery delivery = batch.get(0);
        if (tail != null && tail.take(delivery.seq(), EventJson.time(delivery.timeMillis()))) {
            completion.complete(Result.DELIVERED);
            return;
        }
        int before = lines.size();
        try {
            EventJson.writeLine(lines, delivery);
        } catch (IOException | RuntimeException e) {
            lines.cutTo(before);
            completion.complete(Result.refused(
                    0, "cannot be written as JSON: " + e.getClass().getSimpleName()));
            return;
        }
        if (waiting.isEmpty()) {
            firstSeq = delivery.seq();
        }
        waiting.add(completion);
        if (lines.size() >= MAX_COLLECTED_BYTES) {
            write();
        }
    }

    @Override
    public void flush() {
        if (!waiting.isEmpty()) {
            write();
        }
        LineFile current = file;
        if (current != null && current.size() > 0 && isOld()) {
            finish(current);
        }
    }

    @Override
    public void close() {
        LineFile current = file;
        file = null;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.warn("sink={} file={} closing failed: {}", name(), current.path(), e.toString());
            }
        }
        finished.close();
    }

    /** Of all its files. While no delivery is under way, and none comes until the next {@link #resume}. */
    @Override
    public void readAll(Consumer<Envelope> visitor) throws IOException {
        finished.rest();
        try {
            new FileErasure(files, options.dir()).readAll(visitor);
        } finally {
            finished.goOn();
        }
    }

    /** As above; the file that was written is finished with that. */
    @Override
    public long erase(Traces traces) throws IOException {
        LineFile current = file;
        if (current != null) {
            finish(current);
        }
        finished.rest();
        try {
            return new FileErasure(files, options.dir()).erase(traces);
        } finally {
            finished.goOn();
        }
    }

    /** There is a file an hour, or a few: no thread has to stand by. */
    private static void start(Runnable round, String name) {
        Thread thread = new Thread(round, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One write and one fsync for all that was collected; then all of it is delivered, or none of it. */
    private void write() {
        Result result = Result.DELIVERED;
        try {
            LineFile target = fileWithRoom();
            target.append(lines.bytes());
            target.force();
        } catch (IOException e) {
            result = abandon(e);
        }
        lines.reset();
        for (Completion completion : waiting) {
            completion.complete(result);
        }
        waiting.clear();
    }

    private LineFile fileWithRoom() throws IOException {
        LineFile current = file;
        if (current != null && (isOld() || current.size() + lines.size() > options.maxBytes())) {
            finish(current);
            current = null;
        }
        if (current == null) {
            fileBornMillis = clock.millis();
            Files.createDirectories(options.dir());
            current = LineFile.open(files.next(fileBornMillis, firstSeq));
            file = current;
        }
        return current;
    }

    private boolean isOld() {
        return clock.millis() - fileBornMillis >= options.maxAge().toMillis();
    }

    /** What is in the file after a failed write or fsync is unknown: it is cut back, and the next batch begins another. */
    private Result abandon(IOException cause) {
        LineFile current = file;
        file = null;
        boolean isTakenBack = current == null || current.abandon();
        LOG.error("sink={} dir={} write failed: {}", name(), options.dir(), cause.toString());
        return isTakenBack ? Result.unprocessed("write failed") : Result.unknown("write failed");
    }

    /** Every line in it is on disk already, so nothing that fails here can lose one. */
    private void finish(LineFile full) {
        file = null;
        try {
            full.close();
        } catch (IOException e) {
            LOG.warn("sink={} file={} closing failed: {}", name(), full.path(), e.toString());
        }
        finished.onFinished(full.path());
    }

    /** The newest file of an earlier run is written on; others that were left open are closed for good. */
    private void takeUpLeftOvers() throws IOException {
        List<Path> left = new ArrayList<>(files.list());
        for (Path path : left) {
            if (EventFiles.isPlain(path)) {
                LineFile.open(path).close();
            }
        }
        Path newest = left.isEmpty() ? null : left.get(left.size() - 1);
        if (newest != null && EventFiles.isPlain(newest)) {
            file = LineFile.open(newest);
            fileBornMillis = files.bornMillis(newest);
            left.remove(newest);
        }
        if (!left.isEmpty()) {
            finished.onFinished(left.get(left.size() - 1));
        }
    }

    /** Lines on their way to the file. */
    private static final class Collected extends ByteArrayOutputStream {

        Collected() {
            super(64 << 10);
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(buf, 0, count);
        }

        void cutTo(int size) {
            count = size;
        }
    }
}
