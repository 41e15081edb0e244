package dev.weir.relay;

import dev.weir.dialect.Dialect;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.Journal;
import dev.weir.journal.ReleasePoint;
import dev.weir.journal.ReleasePoint.Holder;
import dev.weir.live.FateLog;
import dev.weir.meter.SectionTags;
import dev.weir.relay.deadletter.DeadLetters;
import dev.weir.relay.pace.PaceSource;
import dev.weir.relay.pace.SectionPace;
import dev.weir.relay.sink.Sink;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers everything the journal has accepted to every sink. Safe for many threads. */
public final class Relay implements Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    /** A sink in a fault begins again within half of this. */
    private static final Duration FAULT_LIMIT = Duration.ofMinutes(1);

    private final Setup setup;
    private final List<SinkThread> threads;
    private final RelayBooks books;
    private final Object restLock = new Object();

    private Relay(Setup setup, List<SinkThread> threads) {
        this.setup = setup;
        this.threads = threads;
        this.books = new RelayBooks(setup.journal(), threads, setup.meters());
    }

    /** As {@link #start(Setup, ReleasePoint)}, where nobody but the sinks reads the journal. */
    public static Relay start(Setup setup) {
        return start(setup, new ReleasePoint(setup.journal()));
    }

    /**
     * Begins where each sink's cursor stands. The sinks and the dead letters belong to the relay from now on: it closes them.
     *
     * @param releasePoint on which every other reader of the journal that must not miss anything has taken hold already
     * @throws IllegalArgumentException when there is no sink, or two have the same name
     */
    public static Relay start(Setup setup, ReleasePoint releasePoint) {
        return start(setup, releasePoint, Set.of());
    }

    /** As above, with some sinks paused from the start. */
    public static Relay start(Setup setup, ReleasePoint releasePoint, Set<String> paused) {
        List<SinkThread> threads = new ArrayList<>();
        for (Outlet outlet : setup.outlets()) {
            RandomGenerator random = new SplittableRandom(setup.random().nextLong());
            String sink = outlet.sink().name();
            Holder holder =
                    releasePoint.hold(setup.journal().cursors().load(sink).nextSeq());
            threads.add(new SinkThread(
                    setup,
                    outlet,
                    holder::advance,
                    () -> hold(setup.journal(), threads),
                    random,
                    paused.contains(sink)));
        }
        Relay relay = new Relay(setup, threads);
        relay.publish();
        // What a process before kept for longer than it was needed is nobody's from the start.
        releasePoint.release();
        threads.forEach(SinkThread::start);
        setup.journal().onGrowth(relay::wakeAll);
        return relay;
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        long lastSeq = setup.journal().lastSeq();
        long deadline = setup.nanoTime().getAsLong() + limit.toNanos();
        List<CountDownLatch> latches =
                threads.stream().map(thread -> thread.drainTo(lastSeq)).toList();
        boolean isDrained = true;
        for (CountDownLatch latch : latches) {
            long left = deadline - setup.nanoTime().getAsLong();
            isDrained &= latch.await(Math.max(0, left), TimeUnit.NANOSECONDS);
        }
        for (SinkThread thread : threads) {
            isDrained &= thread.cursor().nextSeq() > lastSeq;
            tellWhatStays(thread.status());
        }
        return isDrained;
    }

    @Override
    public void pause(String sink) {
        thread(sink).pause(true);
    }

    @Override
    public void resume(String sink) {
        thread(sink).pause(false);
    }

    public boolean isPaused(String sink) {
        return thread(sink).isPaused();
    }

    @Override
    public void retune(Map<String, OutletOptions> options) {
        for (SinkThread thread : threads) {
            OutletOptions wanted = options.get(thread.name());
            if (wanted != null) {
                thread.retune(wanted);
            }
        }
    }

    @Override
    public boolean tryReplay(String sink, long from, long to) {
        return thread(sink).tryReplay(from, to);
    }

    @Override
    public Map<String, Pace> paces(String sink) {
        return thread(sink).meters().live().paces();
    }

    @Override
    public void publish() {
        books.publish();
    }

    /**
     * Has something done while no sink does anything: none makes a call, every cursor is saved, and nobody writes to files of sinks
     * or dead letters. What sinks held in memory is read from the journal again afterwards. The intake goes on. One at a time.
     *
     * @param patience how long calls under way are waited for; a sink that is in a fault is waited for a minute longer
     * @param action is told, by sink, how many calls were still under way after that: they may be made again
     * @throws IOException if a sink does not come to rest, or the action throws it
     */
    public void whileAtRest(Duration patience, RestAction action) throws IOException, InterruptedException {
        synchronized (restLock) {
            long until = setup.nanoTime().getAsLong() + patience.toNanos();
            Rest rest = new Rest(threads.size(), setup.nanoTime(), until);
            try {
                threads.forEach(thread -> thread.rest(rest));
                if (!rest.await(patience.plus(FAULT_LIMIT).toNanos())) {
                    throw new IOException("a sink does not come to rest (expected: within "
                            + patience.plus(FAULT_LIMIT).toSeconds() + " s)");
                }
                action.run(rest.underWay());
            } finally {
                threads.forEach(SinkThread::endRest);
                rest.end();
            }
        }
    }

    @Override
    public long accepted() {
        return setup.journal().lastSeq();
    }

    @Override
    public List<Status> statuses() {
        return threads.stream().map(SinkThread::status).toList();
    }

    @Override
    public Map<String, SectionStanding> standings() {
        Map<String, SectionStanding> all = new HashMap<>();
        for (SinkThread thread : threads) {
            thread.standings().forEach((section, standing) -> all.merge(section, standing, SectionStanding::plus));
        }
        return all;
    }

    /** Stops, saves the cursors, and closes sinks and dead letters. Attempts under way will be made again after a restart. */
    @Override
    public void close() {
        threads.forEach(SinkThread::stop);
        try {
            for (SinkThread thread : threads) {
                thread.join(STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Outlet outlet : setup.outlets()) {
            close(outlet.sink());
            close(outlet.deadLetters());
        }
    }

    private static void tellWhatStays(Status status) {
        if (status.isPaused() && status.pending() > 0) {
            LOG.warn(
                    "sink={} state=paused pending={}: not waited for, and owed after the next start",
                    status.sink(),
                    status.pending());
        }
        ReplayProgress replay = status.replay();
        if (replay != null && !replay.isOver()) {
            LOG.warn("sink={} replay=cut-short next={}: to be asked for again", status.sink(), replay.next());
        }
    }

    private SinkThread thread(String sink) {
        for (SinkThread thread : threads) {
            if (thread.name().equals(sink)) {
                return thread;
            }
        }
        throw new IllegalArgumentException("sink: " + sink + " (expected: one of "
                + threads.stream().map(SinkThread::name).collect(Collectors.joining(", ")) + ")");
    }

    private void wakeAll() {
        for (SinkThread thread : threads) {
            thread.wake();
        }
    }

    /** The journal takes nothing new while any sink holds back more than it may. */
    private static void hold(Journal journal, List<SinkThread> threads) {
        synchronized (threads) {
            journal.hold(threads.stream().anyMatch(SinkThread::isHolding));
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("closing failed", e);
        }
    }

    /**
     * What a relay works with.
     *
     * @param sections those that are configured now
     * @param dialects finds a dialect by label; null when there is none
     * @param outlets at least one, each sink's name once
     * @param keyPrefix begins every idempotency key; the event's number and time end it
     * @param nanoTime measures waits; never goes back
     * @param random used by the thread that calls {@link #start} alone
     * @param tags which sections have meters of their own
     * @param live is told what becomes of events
     * @param tracing of the attempts, for events whose request is traced
     * @param paces how fast each section's requests go
     */
    public record Setup(
            Journal journal,
            Supplier<Sections> sections,
            Function<String, @Nullable Dialect> dialects,
            List<Outlet> outlets,
            RelayOptions options,
            String keyPrefix,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry meters,
            SectionTags tags,
            FateLog live,
            Tracing tracing,
            PaceSource paces) {

        /** Of a relay that nobody looks at, where sections have their meters in the order in which they turn up. */
        public Setup(
                Journal journal,
                Supplier<Sections> sections,
                Function<String, @Nullable Dialect> dialects,
                List<Outlet> outlets,
                RelayOptions options,
                String keyPrefix,
                InstantSource clock,
                LongSupplier nanoTime,
                RandomGenerator random,
                MeterRegistry meters) {
            this(
                    journal,
                    sections,
                    dialects,
                    outlets,
                    options,
                    keyPrefix,
                    clock,
                    nanoTime,
                    random,
                    meters,
                    new SectionTags(),
                    FateLog.NOBODY,
                    Tracing.OFF,
                    (sink, section, pace) -> new SectionPace(pace, nanoTime));
        }

        public Setup {
            outlets = List.copyOf(outlets);
            if (outlets.isEmpty()) {
                throw new IllegalArgumentException("sinks: none (expected: at least one)");
            }
            Set<String> names = new HashSet<>();
            for (Outlet outlet : outlets) {
                String name = outlet.sink().name();
                if (!names.add(name)) {
                    throw new IllegalArgumentException("sinks: " + name + " twice (expected: each name once)");
                }
            }
        }
    }

    /** What is done while all sinks are at rest. */
    @FunctionalInterface
    public interface RestAction {
        void run(Map<String, Integer> underWay) throws IOException, InterruptedException;
    }

    /** A sink, where the events go that it refuses, and how it is fed. */
    public record Outlet(Sink sink, DeadLetters deadLetters, OutletOptions options) {}

    /**
     * Where one sink stands.
     *
     * @param cursor everything below its {@code nextSeq} is settled, and its books say how
     * @param pending accepted and not settled
     * @param isWell false after a fault, until it is overcome
     * @param isPaused whether an operator has paused it
     * @param isHolding whether the intake waits for it, since its backlog is at its bound
     * @param replay the range that is being sent again, or was last; null for none
     */
    public record Status(
            String sink,
            Cursor cursor,
            long pending,
            boolean isWell,
            boolean isPaused,
            boolean isHolding,
            @Nullable ReplayProgress replay) {

        /** Of a sink that nobody steers. */
        public Status(String sink, Cursor cursor, long pending, boolean isWell) {
            this(sink, cursor, pending, isWell, false, false, null);
        }
    }

    /**
     * How fast one section's requests go to a sink.
     *
     * @param perSecond at this moment; 0 where there is no limit
     * @param allowed by the config; 0 where there is no limit
     */
    public record Pace(double perSecond, long allowed) {}
}
