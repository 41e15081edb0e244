package dev.weir.state;

import dev.weir.dialect.Dialect;
import dev.weir.event.Item;
import dev.weir.event.Traces;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.ReleasePoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the read models up with the journal, on a thread of its own, and answers what they are asked. Safe for many threads.
 */
public final class StateKeeper implements StateQueries, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateKeeper.class);
    private static final int ENTRIES_A_ROUND = 256;
    private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Setup setup;
    private final Rest rest;
    private final Journal journal;
    private final StateMetrics metrics;
    private final StateModels models;
    private final JournalReader reader;
    private final SnapshotSaver saver;
    private final Questions questions;
    private final Queue<Erasing> erasings = new ConcurrentLinkedQueue<>();
    private final long answerWithinNanos;
    private final Thread thread;
    private volatile boolean isStopped;
    private volatile boolean isGathering;
    private volatile @Nullable SharedCarts shared;
    private boolean isFailing;
    private long readAgainNanos;

    private StateKeeper(Setup setup, Rest rest) throws IOException {
        this.setup = setup;
        this.rest = rest;
        journal = setup.journal();
        metrics = new StateMetrics(setup.meters());
        SnapshotFolder folder = SnapshotFolder.open(setup.dir());
        Loaded loaded = new Loaded();
        long savedSeq = folder.load(journal.lastSeq(), loaded);
        models = savedSeq == 0 ? StateModels.empty(setup, metrics) : loaded.models();
        ReleasePoint.Holder holder = setup.releasePoint().hold(folder.neededSeq());
        reader = journal.reader(savedSeq + 1);
        saver = new SnapshotSaver(setup, folder, holder, metrics, savedSeq);
        questions = new Questions(setup.options().maxQuestions());
        answerWithinNanos = setup.options().answerWithin().toNanos();
        readAgainNanos = setup.nanoTime().getAsLong();
        thread = new Thread(this::run, "weir-state");
        metrics.lag(this::lag);
        metrics.snapshotAge(saver::ageNanos);
    }

    /**
     * Loads the newest snapshot and replays the journal up to its end, which takes a second or two for 100,000 entries, and reading a full
     * snapshot about as long. Open it
     * before the relay starts, or the journal may let go of what is needed here, and before the first request is taken.
     *
     * @throws IOException if the folder cannot be used; a snapshot that cannot be read is put aside instead
     */
    public static StateKeeper open(Setup setup) throws IOException {
        return open(setup, Rest.parked());
    }

    static StateKeeper open(Setup setup, Rest rest) throws IOException {
        StateKeeper keeper = new StateKeeper(setup, rest);
        keeper.replay();
        keeper.thread.start();
        setup.journal().onGrowth(keeper::onGrowth);
        return keeper;
    }

    /** What has been accepted lately. The intake claims and settles keys itself. */
    public RecentKeys recentKeys() {
        return models.recentKeys();
    }

    /** Whose sessions have been seen. The intake tells of sessions itself, so that they are seen at once. */
    public SeenSessions seenSessions() {
        return models.seenSessions();
    }

    /** From now on carts are those of all nodes: they are told of what happens here, and asked first. What was replayed they know. */
    public void share(SharedCarts others) {
        shared = others;
        models.share(others);
    }

    @Override
    public boolean askCart(String section, String deviceId, Consumer<List<Item>> answer) {
        SharedCarts others = shared;
        // On this thread, since the answer is to come back to it.
        Consumer<List<Item>> known = others == null ? answer : others.ask(section, deviceId, answer);
        return ask(() -> known.accept(models.cart(section, deviceId)));
    }

    @Override
    public boolean askCounts(String section, String itemId, Consumer<ProductCounts> answer) {
        return ask(() -> answer.accept(models.counts(section, itemId)));
    }

    /**
     * Forgets a person, of whom the journal must know nothing any longer up to its end at this moment, and writes a snapshot in place
     * of all that there are. Waits for that; questions wait as long.
     *
     * @return how many entries there were
     * @throws IOException if the snapshot cannot be written, what is shared with other nodes cannot be reached, or the keeper was
     *     closed
     */
    public long erase(Traces traces) throws IOException, InterruptedException {
        CompletableFuture<Long> erased = new CompletableFuture<>();
        Erasing wanted = new Erasing(traces, erased);
        erasings.add(wanted);
        rest.wake();
        try {
            while (true) {
                try {
                    long count = erased.get(1, TimeUnit.SECONDS);
                    SharedCarts others = shared;
                    if (others != null) {
                        others.forget(traces.section(), traces.devices());
                    }
                    return count;
                } catch (TimeoutException notYet) {
                    if (!thread.isAlive()) {
                        throw new IOException("state: closed (expected: open)");
                    }
                }
            }
        } catch (ExecutionException failure) {
            throw new IOException("state: " + failure.getCause(), failure);
        } finally {
            erasings.remove(wanted);
        }
    }

    /** How many entries of the journal the models have not taken in yet. */
    public long lag() {
        long applied = models.appliedSeq();
        return Math.max(0, journal.lastSeq() - applied);
    }

    /**
     * Takes in what the journal has, answers what was asked, and writes a snapshot. Waits for that; a caller's interrupt is
     * kept and does not shorten it. Before the journal is closed. Idempotent.
     */
    @Override
    public void close() {
        isStopped = true;
        rest.wake();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask(Runnable answer) {
        long deadline = setup.nanoTime().getAsLong() + answerWithinNanos;
        if (!questions.tryPut(new Question(journal.lastSeq(), deadline, answer))) {
            metrics.onRefused();
            return false;
        }
        rest.wake();
        return true;
    }

    private void onGrowth() {
        if (!isGathering) {
            rest.wake();
        }
    }

    private void replay() {
        long start = setup.nanoTime().getAsLong();
        long from = models.appliedSeq();
        long last = journal.lastSeq();
        // Not by the numbers: those of a journal of many machines begin with the clock.
        long replayed = 0;
        while (models.appliedSeq() < last) {
            replayed += applyNext() ? 1 : 0;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(setup.nanoTime().getAsLong() - start);
        LOG.info("state snapshot={} replayed={} millis={}", from, replayed, millis);
    }

    private void run() {
        while (!isStopped) {
            try {
                long before = models.appliedSeq();
                long idleNanos = round();
                if (idleNanos > 0 && models.appliedSeq() != before) {
                    gather();
                } else if (idleNanos > 0) {
                    rest.rest(idleNanos);
                }
            } catch (RuntimeException | Error e) {
                onFault("fault", e);
                rest.rest(MAX_IDLE_NANOS);
            }
            // Nobody has a reason to interrupt; a thread that is would never rest again.
            Thread.interrupted();
        }
        questions.close();
        finish();
    }

    /** To wake for each group of the journal would cost more than to take it in. Who asks wakes the thread all the same. */
    private void gather() {
        isGathering = true;
        rest.rest(GATHER_NANOS);
        isGathering = false;
    }

    /** Returns for how long nothing will be to do, unless somebody wakes the thread. */
    private long round() {
        boolean hasMore = tryApply();
        eraseAsked();
        answerReady();
        saver.onRound(models);
        if (hasMore) {
            return 0;
        }
        long now = setup.nanoTime().getAsLong();
        Question first = questions.peek();
        long toAnswer = first == null ? MAX_IDLE_NANOS : first.deadlineNanos() - now;
        return Math.min(Math.min(MAX_IDLE_NANOS, toAnswer), saver.nanosToNext(models, now));
    }

    private void eraseAsked() {
        for (Erasing wanted = erasings.poll(); wanted != null; wanted = erasings.poll()) {
            try {
                long erased = models.erase(wanted.traces);
                saver.saveAlone(models);
                wanted.erased.complete(erased);
            } catch (IOException | RuntimeException e) {
                wanted.erased.completeExceptionally(e);
            }
        }
    }

    private void finish() {
        try {
            while (tryApply()) {
                answerReady();
            }
            for (Question left = questions.peek(); left != null; left = questions.peek()) {
                answer(left);
            }
            saver.finish(models);
        } catch (RuntimeException | Error e) {
            onFault("fault at the end", e);
        } finally {
            reader.close();
        }
    }

    /** Takes in a round's entries. Returns whether there may be more at this moment. */
    private boolean tryApply() {
        long now = setup.nanoTime().getAsLong();
        if (isFailing && readAgainNanos - now > 0) {
            return false;
        }
        for (int i = 0; i < ENTRIES_A_ROUND; i++) {
            try {
                if (!applyNext()) {
                    return false;
                }
                isFailing = false;
            } catch (RuntimeException e) {
                onFault("the journal cannot be read, trying again", e);
                readAgainNanos = now + MAX_IDLE_NANOS;
                return false;
            }
        }
        return true;
    }

    /** Whether there was an entry. */
    private boolean applyNext() {
        long last = journal.lastSeq();
        Entry entry = reader.poll();
        if (entry == null) {
            models.onNothingUpTo(last);
            return false;
        }
        models.apply(entry);
        return true;
    }

    private void answerReady() {
        long now = setup.nanoTime().getAsLong();
        for (Question first = questions.peek(); first != null; first = questions.peek()) {
            if (models.appliedSeq() < first.seq() && first.deadlineNanos() - now > 0) {
                return;
            }
            answer(first);
        }
    }

    private void answer(Question question) {
        questions.remove();
        if (models.appliedSeq() < question.seq()) {
            metrics.onLate();
        }
        try {
            question.answer().run();
        } catch (RuntimeException e) {
            onFault("an answer could not be given", e);
        }
    }

    private void onFault(String what, Throwable e) {
        metrics.onFault();
        if (!isFailing) {
            LOG.error("state seq={}: {}", models.appliedSeq(), what, e);
        }
        isFailing = true;
    }

    /** The models of the snapshot that was read last. */
    private final class Loaded implements SnapshotFile.Body {

        private @Nullable StateModels models;

        @Override
        public void read(SnapshotInput in) throws IOException {
            models = StateModels.read(setup, metrics, in);
        }

        StateModels models() {
            if (models == null) {
                throw new IllegalStateException("no snapshot was read");
            }
            return models;
        }
    }

    private record Erasing(Traces traces, CompletableFuture<Long> erased) {}

    /**
     * What a keeper works with.
     *
     * @param dir the folder for snapshots; made when missing, and nobody else's
     * @param releasePoint of the journal; the keeper takes hold when it opens
     * @param dialects finds a dialect by label; null when there is none
     * @param conversions whether a section, by name, gets conversions, and its sessions are to be remembered
     * @param wallClock by which the journal stamps its entries
     * @param clock by which things grow old: nobody sets it while this runs
     * @param nanoTime measures waits; never goes back
     * @param random used while opening alone; must not be predictable by visitors
     */
    public record Setup(
            Path dir,
            StateOptions options,
            Journal journal,
            ReleasePoint releasePoint,
            Function<String, @Nullable Dialect> dialects,
            Predicate<String> conversions,
            InstantSource wallClock,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry meters) {}
}
