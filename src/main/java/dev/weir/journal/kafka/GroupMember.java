package dev.weir.journal.kafka;

import dev.weir.journal.kafka.CommitText.Commit;
import dev.weir.kafka.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the group of relays: reads the partitions that it is given, commits how far their sinks have come, and gives them
 * back in such a way that whoever has them next goes on exactly there. Has one thread, which alone touches the consumer.
 */
public final class GroupMember implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMember.class);
    /** A commit that was asked for waits no longer than that. */
    private static final Duration POLL = Duration.ofMillis(10);
    /** As long as an HTTP sink's attempt takes by default; the group waits for it. */
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(12);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final long LEAVE_STEP_MILLIS = 5;
    /** A newcomer gets its partitions when others have given them back, which takes some seconds. */
    private static final int IDLE_ROUNDS = 3000;

    private final KafkaJournalOptions options;
    private final List<String> sinks;
    private final PartitionOwner owner;
    private final Consumer<byte[], byte[]> consumer;
    private final Commits commits;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<TopicPartition, Place> places = new HashMap<>();
    private volatile boolean isWell = true;
    /** While all partitions are given back at the end: until then. */
    private @Nullable CountDownLatch leaving;

    private int idleRounds;

    private GroupMember(
            KafkaJournalOptions options, List<String> sinks, PartitionOwner owner, Consumer<byte[], byte[]> consumer) {
        this.options = options;
        this.sinks = List.copyOf(sinks);
        this.owner = owner;
        this.consumer = consumer;
        this.commits = new Commits(consumer);
        this.thread = new Thread(this::run, "weir-journal-member");
    }

    /**
     * Joins the group. Partitions come when the group has agreed.
     *
     * @param sinks all that are fed: their cursors are committed
     * @param owner is given the partitions
     * @throws IllegalStateException if no consumer can be made of the options; the message quotes no property
     */
    public static GroupMember join(KafkaJournalOptions options, List<String> sinks, PartitionOwner owner) {
        Consumer<byte[], byte[]> consumer;
        try {
            consumer = new KafkaConsumer<>(
                    ClientSettings.ofMember(options), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw new IllegalStateException("journal.kafka.servers: " + options.servers()
                    + " (expected: brokers of which a consumer can be made): " + Failures.describe(e));
        }
        return join(options, sinks, owner, consumer);
    }

    static GroupMember join(
            KafkaJournalOptions options, List<String> sinks, PartitionOwner owner, Consumer<byte[], byte[]> consumer) {
        GroupMember member = new GroupMember(options, sinks, owner, consumer);
        consumer.subscribe(List.of(options.topic()), member.new Rebalances());
        member.thread.start();
        return member;
    }

    /** Whether the last that was heard of the cluster was good. */
    public boolean isWell() {
        return isWell && thread.isAlive();
    }

    /** Gives all partitions back, and leaves the group. Blocks until that is done. Idempotent. */
    @Override
    public void close() {
        stop.countDown();
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

    private void run() {
        try {
            while (stop.getCount() > 0) {
                round();
            }
            giveBackAll();
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.warn("journal group={} leaving failed: {}", options.group(), Failures.describe(e));
        } finally {
            isWell = false;
        }
    }

    private void round() throws InterruptedException {
        try {
            KafkaException notYet = takeUp();
            steer();
            takeIn(poll());
            commits.begin();
            if (notYet != null) {
                throw notYet;
            }
            isWell = true;
            tellIdleness();
        } catch (KafkaException e) {
            if (isWell) {
                LOG.error(
                        "journal group={} servers={} state=failing, trying again: {}",
                        options.group(),
                        options.servers(),
                        Failures.describe(e));
            }
            isWell = false;
            boolean unused = stop.await(REST_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException bug) {
            LOG.error("journal group={} fault", options.group(), bug);
            boolean unused = stop.await(REST_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tellIdleness() {
        idleRounds = places.isEmpty() ? idleRounds + 1 : 0;
        if (idleRounds == IDLE_ROUNDS) {
            LOG.warn(
                    "journal topic={} group={}: no partition is left for this relay, which does nothing until another"
                            + " leaves: the topic has fewer partitions than the group has relays",
                    options.topic(),
                    options.group());
        }
    }

    /**
     * What was given to us, and could not be begun then.
     *
     * @return why not all of it can be begun now either. The group is polled all the same: it would wait for who does not
     */
    private @Nullable KafkaException takeUp() {
        Set<TopicPartition> assigned = consumer.assignment();
        if (!places.keySet().containsAll(assigned)) {
            Set<TopicPartition> missing = new HashSet<>(assigned);
            missing.removeAll(places.keySet());
            try {
                begin(missing);
            } catch (KafkaException notYet) {
                return notYet;
            }
        }
        return null;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException gone) {
            skip(gone.partitions());
            return ConsumerRecords.empty();
        }
    }

    /** What has no room for more is not fetched. */
    private void steer() {
        Set<TopicPartition> paused = consumer.paused();
        places.forEach((partition, place) -> {
            boolean hasRoom = place.journal.hasRoom();
            if (hasRoom && paused.contains(partition)) {
                consumer.resume(List.of(partition));
            } else if (!hasRoom && !paused.contains(partition)) {
                consumer.pause(List.of(partition));
            }
        });
    }

    private void takeIn(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Place place = places.get(partition);
            if (place != null) {
                place.journal.take(records.records(partition));
            }
        }
        places.forEach((partition, place) -> consumer.currentLag(partition).ifPresent(place.journal::onLag));
    }

    private void skip(Set<TopicPartition> gone) {
        consumer.beginningOffsets(gone).forEach((partition, beginning) -> {
            Place place = places.get(partition);
            if (place != null) {
                place.journal.skipTo(beginning);
                consumer.seek(partition, Math.max(beginning, place.journal.nextOffset()));
            }
        });
    }

    private void begin(Collection<TopicPartition> assigned) {
        if (stop.getCount() == 0 || assigned.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
        Set<TopicPartition> fresh = new HashSet<>(assigned);
        committed.forEach((partition, at) -> {
            if (at != null) {
                fresh.remove(partition);
                begin(partition, at, at.offset());
            }
        });
        // Last, since only their leaders know. Nothing is read of them before; nor of the others, if they had no
        // position.
        if (!fresh.isEmpty()) {
            fresh.forEach(partition -> consumer.seek(partition, 0));
            consumer.pause(fresh);
            consumer.beginningOffsets(fresh).forEach((partition, beginning) -> begin(partition, null, beginning));
        }
    }

    /** Where the topic's retention has deleted what was committed, the next poll says so. */
    private void begin(TopicPartition partition, @Nullable OffsetAndMetadata committed, long offset) {
        PartitionJournal journal = journal(partition, committed, offset);
        consumer.seek(partition, offset);
        commits.add(partition, journal.commits());
        places.put(partition, new Place(journal, owner.onAssigned(journal)));
    }

    private PartitionJournal journal(TopicPartition partition, @Nullable OffsetAndMetadata committed, long offset) {
        Commit start = new Commit(offset + 1, Map.of());
        if (committed != null) {
            try {
                start = CommitText.parse(committed.metadata());
            } catch (IllegalArgumentException foreign) {
                LOG.warn(
                        "journal partition={} offset={}: committed by another than Weir, the books begin anew: {}",
                        partition,
                        offset,
                        foreign.getMessage());
            }
        }
        LOG.info("journal partition={} state=ours offset={} next={}", partition, offset, start.baseSeq());
        return new PartitionJournal(
                partition.topic(),
                partition.partition(),
                start,
                offset,
                sinks,
                () -> new KafkaConsumer<>(
                        ClientSettings.ofReader(options), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Commits what is saved while others let go. */
    private void giveBack(Collection<TopicPartition> partitions, Duration patience) throws InterruptedException {
        CountDownLatch gone = depart(partitions, place -> place.tenancy.leave(patience));
        while (!gone.await(LEAVE_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
            commits.finish();
        }
        forget(partitions);
    }

    /** The group may be about to agree anew, and hears nothing of commits until it has; so it is polled meanwhile. */
    private void giveBackAll() throws InterruptedException {
        CountDownLatch gone = depart(places.keySet(), place -> place.tenancy.leave(CLOSE_PATIENCE));
        leaving = gone;
        while (!gone.await(LEAVE_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
            try {
                consumer.pause(consumer.assignment());
                ConsumerRecords<byte[], byte[]> unused = consumer.poll(Duration.ofMillis(1));
            } catch (KafkaException e) {
                LOG.debug("journal group={} leaving: {}", options.group(), Failures.describe(e));
            }
            commits.finish();
        }
        forget(places.keySet());
    }

    private CountDownLatch depart(Collection<TopicPartition> partitions, How how) {
        List<Place> leaving = new ArrayList<>();
        partitions.stream().map(places::get).filter(place -> place != null).forEach(leaving::add);
        CountDownLatch gone = new CountDownLatch(leaving.size());
        for (Place place : leaving) {
            new Thread(
                            () -> {
                                try {
                                    how.leave(place);
                                } catch (RuntimeException bug) {
                                    LOG.error("journal partition={} leaving failed", place.journal.partition(), bug);
                                } finally {
                                    gone.countDown();
                                }
                            },
                            "weir-leave-" + place.journal.partition())
                    .start();
        }
        return gone;
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : List.copyOf(partitions)) {
            Place left = places.remove(partition);
            commits.remove(partition);
            if (left != null) {
                left.journal.commits().lose();
                LOG.info("journal partition={} state=given-back", partition);
            }
        }
    }

    /** How a partition goes. */
    private interface How {
        void leave(Place place);
    }

    /** A partition that is ours, and who works on it. */
    private record Place(PartitionJournal journal, PartitionOwner.Tenancy tenancy) {}

    /** All of it within {@code poll}, on the member's thread. */
    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            begin(assigned);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            try {
                CountDownLatch gone = leaving;
                if (gone == null) {
                    giveBack(revoked, LEAVE_PATIENCE);
                    return;
                }
                while (!gone.await(LEAVE_STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                    commits.finish();
                }
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
        }

        /** The group has given them to others, since nothing was heard of us for too long. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            LOG.error("journal partitions={} state=lost: what was under way may come twice, keyed alike", lost);
            lost.forEach(partition -> {
                Place place = places.get(partition);
                if (place != null) {
                    place.journal.commits().lose();
                }
            });
            CountDownLatch gone = depart(lost, place -> place.tenancy.abandon());
            try {
                gone.await();
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
            forget(lost);
        }
    }
}
