package dev.weir.relay.partition;

import dev.weir.journal.kafka.GroupMember;
import dev.weir.journal.kafka.KafkaJournalOptions;
import dev.weir.journal.kafka.PartitionJournal;
import dev.weir.journal.kafka.PartitionOwner;
import dev.weir.relay.Deliveries;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.Relay;
import dev.weir.relay.Relay.Pace;
import dev.weir.relay.Relay.Status;
import dev.weir.relay.SectionStanding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relays of the partitions that this process has at the moment. Safe for many threads. */
public final class PartitionRelays implements Deliveries, PartitionOwner {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRelays.class);

    /** So few events, which are likely delivered in so short a time, are delivered before a partition goes. */
    private static final int LITTLE = 1000;

    private static final Duration LITTLE_TIME = Duration.ofSeconds(2);

    private final List<String> sinks;
    private final Set<String> paused;
    private final Opener opener;
    private final LongSupplier nanoTime;
    private final Map<Integer, Opened> relays = new ConcurrentHashMap<>();
    private volatile @Nullable GroupMember member;

    private PartitionRelays(List<String> sinks, Set<String> paused, Opener opener, LongSupplier nanoTime) {
        this.sinks = List.copyOf(sinks);
        this.paused = ConcurrentHashMap.newKeySet();
        this.paused.addAll(paused);
        this.opener = opener;
        this.nanoTime = nanoTime;
    }

    /**
     * Joins the group of relays.
     *
     * @param sinks their names
     * @param paused those that are paused from the start
     * @param opener makes the relay of a partition
     */
    public static PartitionRelays join(
            KafkaJournalOptions options, List<String> sinks, Set<String> paused, Opener opener, LongSupplier nanoTime) {
        PartitionRelays relays = new PartitionRelays(sinks, paused, opener, nanoTime);
        relays.member = GroupMember.join(options, sinks, relays);
        return relays;
    }

    /** Of a process that delivers nothing: others do. */
    public static PartitionRelays none(LongSupplier nanoTime) {
        Opener never = (journal, stopped) -> {
            throw new IllegalStateException("a partition of a process that delivers nothing");
        };
        return new PartitionRelays(List.of(), Set.of(), never, nanoTime);
    }

    @Override
    public Tenancy onAssigned(PartitionJournal journal) {
        Opened opened;
        synchronized (paused) {
            opened = opener.open(journal, Set.copyOf(paused));
            relays.put(journal.partition(), opened);
        }
        return new Tenant(journal.partition(), opened);
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        List<Relay> all = relays();
        AtomicBoolean isDrained = new AtomicBoolean(true);
        CountDownLatch ended = new CountDownLatch(all.size());
        for (Relay relay : all) {
            // Each at once, since each waits for what it holds back.
            Thread thread = new Thread(() -> drain(relay, limit, isDrained, ended), "weir-drain-partition");
            thread.setDaemon(true);
            thread.start();
        }
        return ended.await(limit.toNanos() + TimeUnit.SECONDS.toNanos(1), TimeUnit.NANOSECONDS) && isDrained.get();
    }

    @Override
    public void pause(String sink) {
        steer(sink, true, relay -> relay.pause(sink));
    }

    @Override
    public void resume(String sink) {
        steer(sink, false, relay -> relay.resume(sink));
    }

    @Override
    public void retune(Map<String, OutletOptions> options) {
        relays().forEach(relay -> relay.retune(options));
    }

    @Override
    public boolean tryReplay(String sink, long from, long to) {
        throw new UnsupportedOperationException("numbers of a journal with partitions");
    }

    @Override
    public Map<String, Pace> paces(String sink) {
        Map<String, Pace> paces = new HashMap<>();
        // It is one and the same, as far as a partition has looked at it lately.
        relays().forEach(relay -> paces.putAll(relay.paces(sink)));
        return paces;
    }

    @Override
    public void publish() {
        relays().forEach(Relay::publish);
    }

    @Override
    public long accepted() {
        return relays().stream().mapToLong(Relay::accepted).sum();
    }

    @Override
    public List<Status> statuses() {
        Map<String, List<Status>> bySink = new HashMap<>();
        relays().forEach(relay -> relay.statuses()
                .forEach(status -> bySink.computeIfAbsent(status.sink(), sink -> new ArrayList<>())
                        .add(status)));
        GroupMember joined = member;
        boolean isWell = joined == null || joined.isWell();
        List<Status> all = new ArrayList<>();
        for (String sink : sinks) {
            all.add(TotalStatus.of(sink, bySink.getOrDefault(sink, List.of()), isWell, paused.contains(sink)));
        }
        return all;
    }

    @Override
    public Map<String, SectionStanding> standings() {
        Map<String, SectionStanding> all = new HashMap<>();
        relays().forEach(relay ->
                relay.standings().forEach((section, standing) -> all.merge(section, standing, SectionStanding::and)));
        return all;
    }

    /** Gives all partitions back. */
    @Override
    public void close() {
        GroupMember joined = member;
        if (joined != null) {
            joined.close();
        }
    }

    private List<Relay> relays() {
        Collection<Opened> opened = relays.values();
        return opened.stream().map(Opened::relay).toList();
    }

    /** Under the lock, so that a partition that comes meanwhile is steered alike. */
    private void steer(String sink, boolean isToPause, Consumer<Relay> action) {
        synchronized (paused) {
            if (isToPause) {
                paused.add(sink);
            } else {
                paused.remove(sink);
            }
            relays().forEach(action);
        }
    }

    private static void drain(Relay relay, Duration limit, AtomicBoolean isDrained, CountDownLatch ended) {
        try {
            if (!relay.drain(limit)) {
                isDrained.set(false);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
            isDrained.set(false);
        } finally {
            ended.countDown();
        }
    }

    /** Makes the relay of a partition. */
    @FunctionalInterface
    public interface Opener {
        Opened open(PartitionJournal journal, Set<String> paused);
    }

    /**
     * A relay that works.
     *
     * @param afterwards is run when it has been closed
     */
    public record Opened(Relay relay, Runnable afterwards) {}

    /** One relay, for as long as its partition is ours. */
    private final class Tenant implements Tenancy {

        private final int partition;
        private final Opened opened;
        private final AtomicBoolean closed = new AtomicBoolean();

        Tenant(int partition, Opened opened) {
            this.partition = partition;
            this.opened = opened;
        }

        @Override
        public void leave(Duration patience) {
            long start = nanoTime.getAsLong();
            try {
                drainIfLittle();
                opened.relay.whileAtRest(patience, underWay -> {
                    if (!underWay.isEmpty()) {
                        LOG.warn(
                                "partition={} under_way={}: not waited for any longer, and may come twice, keyed alike",
                                partition,
                                underWay);
                    }
                    close();
                });
            } catch (IOException stuck) {
                LOG.warn("partition={} leaving: {}", partition, stuck.getMessage());
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
            LOG.debug("partition={} left millis={}", partition, (nanoTime.getAsLong() - start) / 1_000_000);
        }

        @Override
        public void abandon() {
            close();
        }

        /** What is delivered past an event that waits would come again. Nothing more is read meanwhile. */
        private void drainIfLittle() throws InterruptedException {
            boolean isLittle = opened.relay.statuses().stream()
                    .allMatch(status -> status.isPaused() || status.pending() <= LITTLE);
            if (isLittle && !opened.relay.drain(LITTLE_TIME)) {
                LOG.debug("partition={} leaving with some events owed", partition);
            }
        }

        private void close() {
            if (closed.compareAndSet(false, true)) {
                relays.remove(partition, opened);
                opened.relay.close();
                opened.afterwards.run();
            }
        }
    }
}
