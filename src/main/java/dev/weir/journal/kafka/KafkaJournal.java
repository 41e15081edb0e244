package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.CursorStore;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import dev.weir.journal.JournalLoad;
import dev.weir.journal.JournalReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The appending half of the journal of many machines: an event is acknowledged when as many replicas have it as the topic wants.
 * Numbers are those of this process's own acknowledgements; they grow over restarts, by the clock, and no other process gives the
 * like. What it brings to readers is what it acknowledged itself, lately. Sinks are fed from {@link PartitionJournal}s.
 *
 * <p>While the cluster takes nothing, new events are refused and {@link #isHealthy} is false; or they go into the spill, if there is
 * one. The cluster is looked at every second, and it goes on by itself.
 */
public final class KafkaJournal implements Journal, Sender.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaJournal.class);
    private static final int TAIL_EVENTS = 32_768;
    private static final long TAIL_BYTES = 64L << 20;
    /** More events than that in a millisecond, for as long as the process lives, would make numbers come twice. */
    private static final long NUMBERS_A_MILLI = 1000;

    private final KafkaJournalOptions options;
    private final LongSupplier nanoTime;
    private final TopicCheck check;
    private final HandOver handOver;
    private final AcceptedTail tail;
    private final boolean hasSpill;
    private final Sender sender;
    private final KafkaJournalMeters meters;
    private final Thread senderThread;
    private final Thread watchThread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean held = new AtomicBoolean();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private KafkaJournal(
            KafkaJournalOptions options,
            TopicCheck check,
            @Nullable Journal spill,
            ProducerSource source,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry registry) {
        this.options = options;
        this.check = check;
        this.nanoTime = nanoTime;
        handOver = new HandOver(options.queueCapacity(), options.queueBytes());
        tail = new AcceptedTail(clock.millis() * NUMBERS_A_MILLI, TAIL_EVENTS, TAIL_BYTES);
        Duration spillAfter = options.spillAfter();
        hasSpill = spill != null && spillAfter != null;
        sender = spill != null && spillAfter != null
                ? new SpillingSender(
                        options,
                        spillAfter,
                        handOver,
                        source,
                        spill,
                        this,
                        clock,
                        nanoTime,
                        random,
                        new SpillMeters(registry))
                : new DirectSender(options, handOver, source, this, clock);
        meters = new KafkaJournalMeters(registry);
        meters.gauges(
                () -> handOver.depth() + sender.inFlight(),
                handOver::bytes,
                () -> isHealthy() ? 1 : 0,
                () -> isHeld() ? 1 : 0);
        senderThread = new Thread(sender, "weir-journal-sender");
        watchThread = new Thread(new ClusterWatch(options, check, sender, stop), "weir-journal-watch");
        watchThread.setDaemon(true);
    }

    /**
     * Looks at the cluster and the topic, warns of what is doubtful, and begins. Blocks for as long as the look takes, 10 s at most
     * each for the topic and its config.
     *
     * @param spill takes events while the cluster does not, and is drained first if there are any in it; closed with this one.
     *     Null where the options name none
     * @param clock stamps the records
     * @param nanoTime measures, for the metrics
     * @param random names events: it must not be predictable by visitors
     * @throws IOException if the cluster cannot keep events, and the options say that this is no start; the message names
     *     the option and what was expected. With a spill it is a start without the cluster, but none without the topic
     */
    public static KafkaJournal open(
            KafkaJournalOptions options,
            @Nullable Journal spill,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry registry)
            throws IOException {
        return open(options, spill, producers(options), clock, nanoTime, random, registry);
    }

    static KafkaJournal open(
            KafkaJournalOptions options,
            @Nullable Journal spill,
            ProducerSource source,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry registry)
            throws IOException {
        TopicCheck check = new TopicCheck(options);
        KafkaJournal journal = new KafkaJournal(options, check, spill, source, clock, nanoTime, random, registry);
        try {
            journal.begin();
        } catch (IOException | RuntimeException e) {
            check.close();
            throw e;
        }
        return journal;
    }

    static ProducerSource producers(KafkaJournalOptions options) {
        return () -> new KafkaProducer<>(
                ClientSettings.ofProducer(options), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Replicated, but while the spill is owed anything: what it promises then. */
    @Override
    public Promise promise() {
        return sender.promise();
    }

    /** Whether events have somewhere to go while the cluster takes none. */
    public boolean hasSpill() {
        return hasSpill;
    }

    @Override
    public Handover append(Envelope envelope, Ack ack) {
        Handover refused = refused();
        return refused != null ? refused : offer(new Pending(envelope, ack, nanoTime.getAsLong()));
    }

    @Override
    public Handover append(List<Envelope> envelopes, Ack ack) {
        if (envelopes.isEmpty()) {
            throw new IllegalArgumentException("envelopes: none (expected: at least one)");
        }
        Handover refused = refused();
        return refused != null ? refused : offer(Pending.batch(envelopes, ack, nanoTime.getAsLong()));
    }

    @Override
    public void beginTurn() {
        handOver.beginTurn();
    }

    @Override
    public void endTurn() {
        handOver.endTurn();
    }

    /** Of what this process acknowledged since it began, as far as it is remembered. For one reader. */
    @Override
    public JournalReader reader(long fromSeq) {
        return tail.reader(fromSeq);
    }

    @Override
    public long lastSeq() {
        return tail.lastSeq();
    }

    @Override
    public void onGrowth(Runnable listener) {
        listeners.add(listener);
    }

    /** The topic's own retention decides. */
    @Override
    public void release(long belowSeq) {}

    @Override
    public long bytesFrom(long seq) {
        return 0;
    }

    @Override
    public void hold(boolean isHeld) {
        held.set(isHeld);
    }

    @Override
    public boolean isHeld() {
        return held.get();
    }

    /** @throws UnsupportedOperationException always: sinks have theirs in each {@link PartitionJournal} */
    @Override
    public CursorStore cursors() {
        throw new UnsupportedOperationException("cursors of the appending half");
    }

    @Override
    public boolean isHealthy() {
        return sender.isHealthy();
    }

    @Override
    public double fill() {
        return handOver.fill();
    }

    @Override
    public JournalLoad load() {
        return sender.load();
    }

    @Override
    public boolean isFull() {
        return sender.isFull();
    }

    /** Waits until all that was taken is acknowledged or has failed. Idempotent. Never from an Ack. */
    @Override
    public void close() {
        if (stop.getCount() == 0) {
            return;
        }
        stop.countDown();
        handOver.close();
        join(senderThread);
        join(watchThread);
        check.close();
    }

    @Override
    public void onKept(Pending pending, long timeMillis, Promise made) {
        meters.onKept(nanoTime.getAsLong() - pending.handedOverNanos(), pending.events());
        long first = tail.add(pending, timeMillis);
        for (Runnable listener : listeners) {
            listener.run();
        }
        pending.keep(first, made);
    }

    @Override
    public void onTooLarge(Pending pending) {
        meters.onTooLarge(pending.events());
        pending.fail(Failure.TOO_LARGE);
    }

    private void begin() throws IOException {
        try {
            TopicCheck.Topic topic =
                    check.look(isStartWithoutFine() ? ClientSettings.GLANCE_LIMIT : ClientSettings.START_LIMIT);
            tell(topic);
            sender.onTopic(topic);
            sender.prepare();
        } catch (IOException unusable) {
            boolean isFine =
                    isStartWithoutFine() && !(options.failFast() && unusable instanceof TopicCheck.AbsentTopic);
            if (!isFine) {
                throw unusable;
            }
            sender.beginDegraded(String.valueOf(unusable.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("journal.kafka: interrupted while starting", interrupted);
        }
        senderThread.start();
        watchThread.start();
    }

    /** Whether the cluster may be away at the start. */
    private boolean isStartWithoutFine() {
        return hasSpill || !options.failFast();
    }

    private void tell(TopicCheck.Topic topic) {
        LOG.info(
                "journal topic={} partitions={} replication={} min_insync={}",
                options.topic(),
                topic.partitions(),
                topic.replication(),
                topic.minInSync());
        for (String doubt : topic.doubts()) {
            LOG.warn("journal topic={}: {}", options.topic(), doubt);
        }
    }

    /** Why nothing is taken now; null when it is. */
    private @Nullable Handover refused() {
        if (stop.getCount() == 0) {
            return Handover.CLOSED;
        }
        if (!sender.isHealthy()) {
            return Handover.FAILED;
        }
        if (sender.isFull()) {
            return Handover.DISK_FULL;
        }
        return held.get() ? Handover.HELD : null;
    }

    private Handover offer(Pending pending) {
        return handOver.offer(pending) ? Handover.TAKEN : Handover.QUEUE_FULL;
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
}
