package dev.weir.journal.file;

import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Promise;
import dev.weir.event.Traces;
import dev.weir.journal.CursorStore;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalLoad;
import dev.weir.journal.JournalReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded journal: events in files of one directory, which one process holds at a time. Numbers are given when a
 * group is written, and acknowledgements come from the writer thread.
 *
 * <p>With {@link Promise#MEMORY} an event is acknowledged before it is written, so {@link #lastSeq} may follow the
 * acknowledgement; with the other promises it never does.
 */
public final class FileJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

    private final Storage storage;
    private final FileJournalOptions options;
    private final AutoCloseable directoryLock;
    private final LongSupplier nanoTime;
    private final HandOver handOver;
    private final FileSupply supply;
    private final JournalFiles files;
    private final DamageLog damage;
    private final RecentRecords recent;
    private final ReadGate gate;
    private final FileCursorStore cursors;
    private final UUID journalId;
    private final JournalWriter writer;
    private final Thread writerThread;
    private final Thread supplyThread;
    private final Object closeLock = new Object();
    private final Object eraseLock = new Object();
    private final AtomicBoolean held = new AtomicBoolean();
    private volatile boolean closed;

    private FileJournal(
            Storage storage,
            FileJournalOptions options,
            AutoCloseable directoryLock,
            InstantSource clock,
            InstantSource steadyClock,
            LongSupplier nanoTime,
            RandomGenerator random,
            JournalMetrics metrics)
            throws IOException {
        this.storage = storage;
        this.options = options;
        this.directoryLock = directoryLock;
        this.nanoTime = nanoTime;
        damage = new DamageLog(storage, metrics);
        cursors = FileCursorStore.open(storage);
        SlotFile floorFile = new SlotFile(storage, "", "floor");
        Recovery.Recovered recovered =
                new Recovery(storage, options, clock, random, damage).run(floor(floorFile), cursors.highest());
        for (int i = cursors.damaged() + (floorFile.isDamaged() ? 1 : 0); i > 0; i--) {
            metrics.onDamage();
        }
        recent = new RecentRecords(options.recentEvents(), options.recentBytes(), recovered.nextSeq());
        gate = new ReadGate(recent);
        files = recovered.files();
        journalId = recovered.journalId();
        handOver = new HandOver(options.queueCapacity(), options.queueBytes());
        supply = new FileSupply(storage, options, files, recovered.maker(), floorFile, steadyClock);
        writer = new JournalWriter(options, handOver, supply, recovered, recent, clock, nanoTime, metrics);
        writerThread = new Thread(writer, "weir-journal-writer");
        supplyThread = new Thread(supply, "weir-journal-supply");
        supplyThread.setDaemon(true);
        metrics.gauges(
                handOver::depth, handOver::bytes, supply::diskBytes, () -> isHealthy() ? 1 : 0, () -> isHeld() ? 1 : 0);
    }

    /** Whether another process has the journal in this folder open. Not to be asked by one that has it open itself. */
    public static boolean isInUse(Path dir) throws IOException {
        return DirectoryLock.isHeld(dir);
    }

    /**
     * Takes hold of a folder as a journal that is open there does, for who keeps events elsewhere; made when missing.
     *
     * @throws IOException if another process has it, or it cannot be written
     */
    public static AutoCloseable lock(Path dir) throws IOException {
        Files.createDirectories(dir);
        return DirectoryLock.acquire(dir);
    }

    /** As below, where nobody sets the clock. */
    public static FileJournal open(
            FileJournalOptions options,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry registry)
            throws IOException {
        return open(options, clock, clock, nanoTime, random, registry);
    }

    /**
     * Opens the journal in a directory, and mends what a crash left behind.
     *
     * @param clock stamps the entries
     * @param steadyClock tells how old files are; nobody sets it while the journal is open
     * @param nanoTime measures, for the metrics
     * @param random makes the journal's id and the files' salts: it must not be predictable by visitors
     * @throws IOException if the directory is held by another process, or cannot be read or written; the message says
     *     which and what was expected
     */
    public static FileJournal open(
            FileJournalOptions options,
            InstantSource clock,
            InstantSource steadyClock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry registry)
            throws IOException {
        Files.createDirectories(options.dir());
        DirectoryLock lock = DirectoryLock.acquire(options.dir());
        return open(new NioStorage(options.dir()), options, lock, clock, steadyClock, nanoTime, random, registry);
    }

    static FileJournal open(
            Storage storage,
            FileJournalOptions options,
            AutoCloseable directoryLock,
            InstantSource clock,
            InstantSource steadyClock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry registry)
            throws IOException {
        try {
            FileJournal journal = new FileJournal(
                    storage,
                    options,
                    directoryLock,
                    clock,
                    steadyClock,
                    nanoTime,
                    random,
                    new JournalMetrics(registry));
            journal.supplyThread.start();
            journal.writerThread.start();
            return journal;
        } catch (IOException | RuntimeException e) {
            release(directoryLock);
            throw e;
        }
    }

    @Override
    public Promise promise() {
        return options.durability();
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        return offer(new Pending(envelope, ack, nanoTime.getAsLong()));
    }

    @Override
    public Handover append(Envelope envelope, Event event, Ack ack) {
        return offer(new Pending(envelope, event, ack, nanoTime.getAsLong()));
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        if (envelopes.isEmpty()) {
            throw new IllegalArgumentException("envelopes: none (expected: at least one)");
        }
        return offer(Pending.batch(envelopes, ack, nanoTime.getAsLong()));
    }

    @Override
    public void beginTurn() {
        handOver.beginTurn();
    }

    @Override
    public void endTurn() {
        handOver.endTurn();
    }

    @Override
    public JournalReader reader(long fromSeq) {
        if (fromSeq < 1) {
            throw new IllegalArgumentException("fromSeq: " + fromSeq + " (expected: >= 1)");
        }
        return new FileReader(storage, files, damage, gate, recent, writer::lastSeq, fromSeq);
    }

    /** The lowest number that is still there, or would be: nothing below it can be read again. */
    public long oldestSeq() {
        return Math.max(files.floor(), files.firstBase());
    }

    /**
     * The number of the first event that was accepted at this time or later; one beyond the newest if there is none. Reads about
     * one journal file, and blocks as long as that takes.
     *
     * @param millis Unix milliseconds
     * @throws IOException if it cannot be read
     */
    public long firstAt(long millis) throws IOException {
        return new JournalTimes(storage, files).firstAt(millis, this::reader);
    }

    @Override
    public long lastSeq() {
        return writer.lastSeq();
    }

    @Override
    public void onGrowth(Runnable listener) {
        writer.onGrowth(listener);
    }

    @Override
    public void release(long belowSeq) {
        supply.release(belowSeq);
    }

    @Override
    public long bytesFrom(long seq) {
        return files.bytesFrom(seq);
    }

    @Override
    public void hold(boolean isHeld) {
        if (held.getAndSet(isHeld) == isHeld) {
            return;
        }
        if (isHeld) {
            LOG.warn("journal on hold, new events are refused until a sink has caught up: dir={}", options.dir());
        } else {
            LOG.info("journal takes events again: dir={}", options.dir());
        }
    }

    @Override
    public boolean isHeld() {
        return held.get();
    }

    @Override
    public CursorStore cursors() {
        return cursors;
    }

    @Override
    public boolean isHealthy() {
        return !writer.hasFailed();
    }

    @Override
    public JournalLoad load() {
        return writer;
    }

    @Override
    public double fill() {
        return handOver.fill();
    }

    @Override
    public boolean isFull() {
        return supply.isDiskFull();
    }

    /** Random, and the same for the life of this directory: with a number it names an event in the whole world. */
    public UUID journalId() {
        return journalId;
    }

    /**
     * Erases a person's events, up to a number; those that are accepted meanwhile have higher ones. They keep their numbers, and
     * readers bring {@link JournalReader.Entry.Erased} in their place from then on. Neither stops nor delays who appends. A crash
     * leaves each event whole or erased, and the next start finishes what was begun; doing it again is fine. Safe for many threads.
     *
     * @param upTo at most {@link #lastSeq}
     * @param onErased is told the number of each event
     * @throws IOException if the disk cannot be read or written; some may have been erased
     */
    public ErasedEntries erase(Traces traces, long upTo, LongConsumer onErased) throws IOException {
        if (upTo > lastSeq()) {
            throw new IllegalArgumentException("upTo: " + upTo + " (expected: <= " + lastSeq() + ")");
        }
        synchronized (eraseLock) {
            return new JournalEraser(storage, files, gate, traces, onErased).erase(upTo);
        }
    }

    /**
     * Whether a file is the one by which this process holds the directory. It names nobody, and must not be opened: when any channel
     * of it is closed, the system takes it that the directory is free, and lets another process write there.
     */
    public boolean isLock(Path file) {
        Path lock = DirectoryLock.file(options.dir());
        return file.toAbsolutePath().normalize().equals(lock.toAbsolutePath().normalize());
    }

    /** How many files name the person in what stands up to a number, or in quarantine; each byte is looked at. */
    public int search(Traces traces, long upTo) throws IOException {
        return new JournalEraser(storage, files, gate, traces, seq -> {}).search(upTo);
    }

    /**
     * Waits until the threads have ended; a caller's interrupt is kept and does not shorten it. Idempotent. Never from
     * an Ack.
     */
    @Override
    public void close() {
        synchronized (closeLock) {
            if (closed) {
                return;
            }
            closed = true;
            handOver.close();
            join(writerThread);
            supply.close();
            join(supplyThread);
            try {
                supply.discard();
                cursors.close();
            } catch (IOException e) {
                LOG.warn("journal did not close cleanly: dir={}", options.dir(), e);
            }
            release(directoryLock);
        }
    }

    private Handover offer(Pending pending) {
        if (closed) {
            return Handover.CLOSED;
        }
        if (writer.hasFailed()) {
            return Handover.FAILED;
        }
        if (supply.isDiskFull()) {
            return Handover.DISK_FULL;
        }
        if (held.get()) {
            return Handover.HELD;
        }
        return handOver.offer(pending) ? Handover.TAKEN : Handover.QUEUE_FULL;
    }

    private long floor(SlotFile floorFile) throws IOException {
        String floor = floorFile.load();
        try {
            return floor == null ? 1 : Long.parseLong(floor);
        } catch (NumberFormatException none) {
            throw new IOException("floor: " + floor + " (expected: one number)", none);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception e) {
            LOG.warn("journal lock was not released", e);
        }
    }
}
