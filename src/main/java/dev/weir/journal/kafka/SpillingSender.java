package dev.weir.journal.kafka;

import dev.weir.event.Promise;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import dev.weir.journal.Journal.Failure;
import dev.weir.journal.JournalLoad;
import dev.weir.journal.kafka.SpillState.Effect;
import dev.weir.journal.kafka.SpillState.Step;
import dev.weir.kafka.Failures;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to Kafka while it answers, and into the spill while it does not, as {@link SpillState} says. One thread decides of each event
 * where it goes, and moves the state; others tell it what they have heard, and wake it.
 */
final class SpillingSender implements Sender {

    private static final Logger LOG = LoggerFactory.getLogger(SpillingSender.class);
    private static final int MOST_IN_TURN = 256;
    private static final long LONG_REST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int LEAST_TRIES = 4;
    /** How often it looks while it waits for Kafka's word, within the time that Kafka has. */
    private static final int LOOKS = 8;

    private final KafkaJournalOptions options;
    private final HandOver handOver;
    private final Producers producers;
    private final Journal files;
    private final Spill spill;
    private final SpillDrain drain;
    private final Flights flights;
    private final EventNames names;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final long spillAfterNanos;
    private final long patienceNanos;
    private final DrainPause pause;
    private final AwakeTime awake;
    private volatile SpillState state;
    private volatile boolean isBroken;
    private volatile @Nullable Thread thread;
    /** Why Kafka is taken to be away; empty while it is not. */
    private String silence = "";

    private long waitingSinceNanos;
    private long notWaitingBeforeNanos;

    /**
     * A sender that has not begun.
     *
     * @param files where events go while Kafka is away; closed with this
     * @param spillAfter so long Kafka may take to tell of an event
     */
    SpillingSender(
            KafkaJournalOptions options,
            Duration spillAfter,
            HandOver handOver,
            ProducerSource source,
            Journal files,
            Receiver receiver,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            SpillMeters meters) {
        this.options = options;
        this.handOver = handOver;
        this.files = files;
        this.clock = clock;
        this.nanoTime = nanoTime;
        spillAfterNanos = spillAfter.toNanos();
        patienceNanos = options.deliveryTimeout().toNanos();
        notWaitingBeforeNanos = nanoTime.getAsLong();
        pause = new DrainPause(notWaitingBeforeNanos);
        awake = new AwakeTime(2 * spillAfterNanos / LOOKS, notWaitingBeforeNanos);
        // However short the wait for an event is, a cluster that is slow to greet must not be taken for none.
        int tries = (int) Math.max(LEAST_TRIES, ClientSettings.LOOK_LIMIT.toNanos() / spillAfterNanos);
        producers = new Producers(source, options.topic(), tries, this::wake);
        names = new EventNames(random);
        flights = new Flights(receiver);
        spill = new Spill(files, ClientSettings.maxRequestBytes(options), receiver, meters, this::wake);
        drain = new SpillDrain(files, options.topic(), meters, this::wake);
        state = owed() == 0 ? SpillState.REPLICATED : SpillState.SPILLING;
        meters.gauges(this::owed, this::owedMillis, files::isHealthy, () -> state);
    }

    @Override
    public void prepare() {
        String failure = producers.tryMeet();
        if (!failure.isEmpty()) {
            beginDegraded(failure);
        } else if (state == SpillState.SPILLING) {
            LOG.info("journal topic={} state=spilling owed={}: from before the start", options.topic(), owed());
        }
    }

    @Override
    public void beginDegraded(String why) {
        silence = why;
        if (state == SpillState.SPILLING) {
            tellSpilling();
        }
        step(state.onSilence());
    }

    @Override
    public boolean isAnswered() {
        return state != SpillState.SPILLING || producers.hasNext();
    }

    @Override
    public void onRecovered() {
        String failure = producers.tryMeet();
        if (failure.isEmpty()) {
            wake();
        } else {
            LOG.debug("journal topic={} state=spilling: {}", options.topic(), failure);
        }
    }

    @Override
    public void onTopic(TopicCheck.Topic topic) {
        spill.onTopic(topic);
    }

    @Override
    public boolean isHealthy() {
        return !isBroken && (state == SpillState.REPLICATED || files.isHealthy());
    }

    @Override
    public Promise promise() {
        return state == SpillState.REPLICATED ? Promise.REPLICATED : files.promise();
    }

    @Override
    public boolean isFull() {
        return state != SpillState.REPLICATED && files.isFull();
    }

    @Override
    public JournalLoad load() {
        return state == SpillState.REPLICATED ? JournalLoad.NONE : files.load();
    }

    @Override
    public long inFlight() {
        return flights.count() + spill.waiting();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!handOver.isFinished()) {
                if (!turn()) {
                    rest();
                }
            }
            finish();
        } catch (RuntimeException | Error bug) {
            isBroken = true;
            LOG.error("journal topic={} failed for good, nothing more is acknowledged", options.topic(), bug);
            flights.takeBack(Flights.Flight::fail);
        } finally {
            producers.abandonAll();
            files.close();
            handOver.end(isBroken ? Failure.FAILED : Failure.CLOSED);
        }
    }

    /** What can be done at this moment. Returns false if that was nothing. The thread's own, and that of tests in its place. */
    boolean turn() {
        long now = nanoTime.getAsLong();
        awake.look(now);
        boolean hasMoved = hear(now);
        hasMoved |= takeEvents();
        if (state.drains()) {
            hasMoved |= drainSome();
        }
        return hasMoved;
    }

    SpillState state() {
        return state;
    }

    /** Events of the spill that Kafka is not known to have. Safe for many threads; exact on the sender's. */
    private long owed() {
        // In this order: an event that is written meanwhile counts twice, and never not at all.
        long waiting = spill.waiting();
        return waiting + files.lastSeq() - drain.drainedSeq();
    }

    private long owedMillis() {
        return owed() == 0 ? 0 : drain.ageMillis(clock.millis());
    }

    private boolean hear(long now) {
        drain.trySave(now);
        if (isSilent()) {
            step(state.onSilence());
        }
        if (state == SpillState.SPILLING && producers.hasNext() && pause.isOver(now)) {
            step(state.onAnswer(owed()));
        }
        if (!state.drains()) {
            return false;
        }
        boolean hasMore = drain.collect(now);
        if (state == SpillState.HANDING_OVER && now - waitingSinceNanos > spillAfterNanos) {
            notWaitingBeforeNanos = now + LONG_REST_NANOS;
            step(state.onDelay());
        }
        long owed = owed();
        if (owed == 0 || now - notWaitingBeforeNanos >= 0) {
            step(state.onOwed(owed));
        }
        return hasMore;
    }

    private boolean isSilent() {
        String failure = producers.failure();
        if (failure != null) {
            silence = failure;
        } else if (flights.areOlderThan(canSpill() ? spillAfterNanos : patienceNanos, awake.nanos())
                || drain.isOlderThan(patienceNanos, awake.nanos())) {
            silence = "no acknowledgement in time";
        }
        return !silence.isEmpty();
    }

    /** Where events have nowhere else to go, Kafka has as long as without a spill. */
    private boolean canSpill() {
        return files.isHealthy() && !files.isFull();
    }

    private boolean takeEvents() {
        int taken = 0;
        while (taken < MOST_IN_TURN && state != SpillState.HANDING_OVER && !isSilent()) {
            Pending pending = handOver.poll();
            if (pending == null) {
                break;
            }
            taken++;
            long millis = clock.millis();
            Pending named = names.name(pending);
            if (state == SpillState.REPLICATED) {
                send(named, millis);
            } else {
                keep(named, millis);
            }
        }
        return taken > 0;
    }

    private void keep(Pending pending, long millis) {
        if (owed() == 0) {
            drain.onFirst(millis);
        }
        spill.add(pending, millis);
    }

    /** If it cannot be sent, it is under way all the same, and goes into the spill with those before it. */
    private void send(Pending pending, long millis) {
        Flights.Flight flight = flights.begin(pending, millis, awake.nanos());
        try {
            producers
                    .current()
                    .send(
                            new ProducerRecord<>(
                                    options.topic(),
                                    null,
                                    millis,
                                    RecordCodec.key(pending),
                                    RecordCodec.value(pending)),
                            flight);
        } catch (KafkaException e) {
            silence = Failures.describe(e);
        }
    }

    private boolean drainSome() {
        try {
            return drain.advance(producers.current(), awake.nanos());
        } catch (KafkaException | UncheckedIOException e) {
            silence = Failures.describe(e);
            return true;
        }
    }

    private void step(Step step) {
        SpillState before = state;
        state = step.next();
        if (before != state) {
            tell(before);
        }
        for (Effect effect : step.effects()) {
            run(effect);
        }
        silence = "";
        waitingSinceNanos = before == state ? waitingSinceNanos : nanoTime.getAsLong();
    }

    private void run(Effect effect) {
        switch (effect) {
            case ABANDON_PRODUCER -> producers.abandonAll();
            case SPILL_FLIGHTS -> flights.takeBack(flight -> keep(flight.pending(), flight.millis()));
            case BEGIN_DRAIN -> {
                drain.begin();
                pause.onBegin(drain.drainedSeq());
            }
            case STOP_DRAIN -> {
                long now = nanoTime.getAsLong();
                drain.stop(now);
                pause.onStop(drain.drainedSeq(), now);
            }
        }
    }

    private void tell(SpillState before) {
        if (before.label().equals(state.label())) {
            return;
        }
        if (state == SpillState.SPILLING) {
            tellSpilling();
        } else {
            LOG.info("journal topic={} state={} owed={}", options.topic(), state.label(), owed());
        }
    }

    private void tellSpilling() {
        LOG.warn(
                "journal topic={} servers={} state=spilling, events are kept here and answers promise {} until it takes some"
                        + " again: {}",
                options.topic(),
                options.servers(),
                files.promise().label(),
                silence);
    }

    private void rest() {
        if (state == SpillState.HANDING_OVER) {
            // What is handed over meanwhile is no reason to look.
            LockSupport.parkNanos(this, REST_NANOS);
        } else {
            handOver.rest(restNanos());
        }
    }

    private long restNanos() {
        if (state.drains()) {
            return REST_NANOS;
        }
        return state == SpillState.REPLICATED && !flights.isEmpty() ? spillAfterNanos / LOOKS : LONG_REST_NANOS;
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    /** Nothing comes any more: what is under way gets its time, and what is left stays in the spill for the next start. */
    private void finish() {
        long begun = nanoTime.getAsLong();
        while (!isAtRest() && nanoTime.getAsLong() - begun < patienceNanos) {
            if (!turn()) {
                LockSupport.parkNanos(this, REST_NANOS);
            }
        }
        if (state.drains() || !flights.isEmpty()) {
            silence = "it stops before all was told of";
            step(state.onSilence());
        }
        files.close();
        long owed = owed();
        if (owed > 0) {
            LOG.warn("journal topic={} owed={}: stays in the spill until the next start", options.topic(), owed);
        }
    }

    private boolean isAtRest() {
        return switch (state) {
            case REPLICATED -> flights.isEmpty();
            case SPILLING -> true;
            case DRAINING, HANDING_OVER -> owed() == 0;
        };
    }
}
