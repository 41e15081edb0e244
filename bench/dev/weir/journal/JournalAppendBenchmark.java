package dev.weir.journal;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Promise;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.FileJournalOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events acknowledged per second when so many beacons are under way at once, on the disk under {@code target/}. One
 * operation is one event of about 625 bytes of body, handed over by one thread, as an event loop does: each in a beacon of
 * its own, or ten in one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class JournalAppendBenchmark {

    private static final int BATCH_EVENTS = 10;

    @Param({"1", "32", "256"})
    int underWay;

    @Param({"FSYNC", "OS"})
    Promise promise;

    private final AtomicLong newest = new AtomicLong();
    private Envelope envelope;
    private List<Envelope> batch;
    private Semaphore room;
    private Journal.Ack ack;
    private FileJournal journal;

    @Setup(Level.Trial)
    public void open() throws IOException {
        Path dir = Files.createTempDirectory(Path.of("target"), "journal-bench");
        journal = FileJournal.open(
                FileJournalOptions.in(dir).withDurability(promise).withMaxBytes(1L << 30),
                InstantSource.system(),
                System::nanoTime,
                new Random(1),
                new SimpleMeterRegistry());
        // Nobody reads: what is kept is released at once.
        journal.onGrowth(() -> journal.release(journal.lastSeq()));
        room = new Semaphore(underWay);
        ack = new Journal.Ack() {
            @Override
            public void onKept(long seq) {
                newest.lazySet(seq);
                room.release();
            }

            @Override
            public void onFailed(Journal.Failure why) {
                room.release();
            }
        };
        envelope = new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                "c0ffee00c0ffee00c0ffee",
                "5e5510f15e5510f15e5510",
                "5e5510f15e5510f15e5510",
                Envelope.Notes.NONE,
                new Envelope.Client("203.0.113.7", "Mozilla/5.0 (X11; Linux x86_64)", "https://shop.example/p/1"),
                new Beacon(
                        "POST",
                        "/push",
                        "",
                        Beacon.BodyKind.JSON,
                        ("{\"event\":\"view\",\"x\":\"" + "y".repeat(600) + "\"}").getBytes(StandardCharsets.UTF_8)));
        batch = Collections.nCopies(BATCH_EVENTS, envelope);
    }

    @TearDown(Level.Trial)
    public void close() {
        journal.close();
    }

    /** Waits for room, and hands over. At the end at most {@code underWay} beacons are still unanswered. */
    @Benchmark
    public long append() {
        room.acquireUninterruptibly();
        return taken(journal.append(envelope, ack));
    }

    /** The same, ten events at a time. */
    @Benchmark
    @OperationsPerInvocation(BATCH_EVENTS)
    public long appendBatch() {
        room.acquireUninterruptibly();
        return taken(journal.append(batch, ack));
    }

    private long taken(Journal.Handover handover) {
        if (handover != Journal.Handover.TAKEN) {
            room.release();
            throw new IllegalStateException("refused");
        }
        return newest.get();
    }
}
