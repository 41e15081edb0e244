package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Promise;
import dev.weir.journal.Envelopes;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Kafka answers, is silent, fails and comes back, the disk is slow, and the process dies, in any order: whatever was acknowledged is in
 * the topic at the end, each device's events in order of their first arrival, and what is there twice has one name.
 */
class SpillOrderTest {

    private static final int DEVICES = 3;
    private static final Duration SPILL_AFTER = Duration.ofMillis(500);
    private static final int LOOKS = 5;
    private static final int STEPS_TO_HEAL = 2000;

    private final ModelKafka kafka = new ModelKafka();
    private final ModelSpill files = new ModelSpill();
    private final int[] offered = new int[DEVICES];
    private final Map<String, Promise> acknowledged = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private long nanos;
    private int lives;
    private HandOver handOver;
    private SpillingSender sender;

    @Property(tries = 1000)
    void whateverHappensNothingAcknowledgedIsLostOrOvertaken(
            @ForAll @Size(max = 300) List<@IntRange(max = 9999) Integer> steps) {
        begin();
        for (int step : steps) {
            step(step % 100, step / 100);
        }
        heal();
        assertAllIsThereInOrder();
    }

    @Property(tries = 200)
    void withoutAFaultNothingIsSpilledOrRepeated(@ForAll @Size(max = 200) List<@IntRange(max = 9999) Integer> steps) {
        begin();
        for (int step : steps) {
            switch (step % 4) {
                case 0 -> offer(step / 100, 1);
                case 1 -> sender.turn();
                case 2 -> kafka.take(step / 100);
                default -> kafka.tell(step / 100);
            }
        }
        heal();
        assertThat(files.lastSeq()).isZero();
        assertThat(kafka.log()).hasSize(IntStream.of(offered).sum());
        assertThat(acknowledged.values()).containsOnly(promises());
    }

    private Promise[] promises() {
        return acknowledged.isEmpty() ? new Promise[0] : new Promise[] {Promise.REPLICATED};
    }

    private void step(int kind, int which) {
        if (kind < 25) {
            offer(which, kind < 20 ? 1 : 2);
        } else if (kind < 50) {
            boolean unused = sender.turn();
        } else if (kind < 62) {
            kafka.take(which);
        } else if (kind < 74) {
            kafka.tell(which);
        } else if (kind < 84) {
            files.writeNext();
        } else if (kind < 90) {
            sender.onRecovered();
        } else if (kind < 93) {
            letPass();
        } else if (kind < 95) {
            setAway(which);
        } else if (kind < 97) {
            kafka.fail(which);
        } else if (kind < 98) {
            die(which % 2 == 0);
        } else {
            nanos += TimeUnit.SECONDS.toNanos(2);
        }
    }

    /** As long as Kafka may let an event wait, looked at in steps. What comes at once is that the process stood still. */
    private void letPass() {
        for (int i = 0; i < LOOKS; i++) {
            nanos += SPILL_AFTER.toNanos() / LOOKS + 1;
            boolean unused = sender.turn();
        }
    }

    /** The whole cluster, or the leader of one partition. */
    private void setAway(int which) {
        boolean isAway = which % 2 == 0;
        if (which % 3 == 0) {
            kafka.setAway(isAway);
        } else {
            kafka.setLeaderAway(which % 3 - 1, isAway);
        }
    }

    private void begin() {
        lives++;
        handOver = new HandOver(1024, 1 << 24);
        KafkaJournalOptions options =
                KafkaOptions.at("127.0.0.1:1", "topic", true).withSpillAfter(SPILL_AFTER);
        sender = new SpillingSender(
                options,
                SPILL_AFTER,
                handOver,
                kafka,
                files,
                new Told(),
                () -> Instant.ofEpochMilli(0),
                () -> nanos,
                new Random(lives),
                new SpillMeters(new SimpleMeterRegistry()));
        sender.prepare();
    }

    private void die(boolean keepsNote) {
        kafka.forgetCallers();
        files.die(keepsNote);
        begin();
    }

    private void offer(int which, int events) {
        int device = which % DEVICES;
        List<Envelope> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(event(device, offered[device]++));
        }
        Pending pending = Pending.batch(
                batch,
                new Journal.Ack() {
                    @Override
                    public void onKept(long seq) {
                        throw new AssertionError("no promise");
                    }

                    @Override
                    public void onKept(long seq, Promise made) {
                        for (Envelope event : batch) {
                            String label = Envelopes.body(event);
                            assertThat(failed).doesNotContain(label);
                            assertThat(acknowledged.put(label, made)).as(label).isNull();
                            assertThat(made == Promise.FSYNC ? files.has(label) : kafka.has(label))
                                    .as(label)
                                    .isTrue();
                        }
                    }

                    @Override
                    public void onFailed(Journal.Failure why) {
                        batch.forEach(event -> failed.add(Envelopes.body(event)));
                    }
                },
                nanos);
        assertThat(handOver.offer(pending)).isTrue();
    }

    /** Everything works from now on. */
    private void heal() {
        kafka.setAway(false);
        for (int i = 0; i < ModelKafka.PARTITIONS; i++) {
            kafka.setLeaderAway(i, false);
        }
        for (int i = 0; i < STEPS_TO_HEAL && !isAtRest(); i++) {
            if (!sender.isAnswered()) {
                sender.onRecovered();
            }
            boolean unused = sender.turn();
            files.writeAll();
            kafka.takeAndTellAll();
            nanos += TimeUnit.MILLISECONDS.toNanos(50);
        }
        assertThat(isAtRest()).as("state %s", sender.state()).isTrue();
        kafka.takeAndTellAll();
    }

    private boolean isAtRest() {
        return sender.state() == SpillState.REPLICATED && handOver.isEmpty() && sender.inFlight() == 0;
    }

    private void assertAllIsThereInOrder() {
        assertThat(failed).isEmpty();
        assertThat(acknowledged.keySet()).allMatch(kafka::has);
        Map<String, String> names = new HashMap<>();
        Map<String, Integer> newest = new HashMap<>();
        for (Envelope event : kafka.log()) {
            String label = Envelopes.body(event);
            String name = event.notes().name();
            String known = names.put(label, name);
            assertThat(known == null ? name : known).as(label).isEqualTo(name);
            if (known == null && acknowledged.containsKey(label)) {
                int number = Integer.parseInt(label.substring(label.indexOf('-') + 1));
                assertThat(number).as(label).isGreaterThan(newest.getOrDefault(event.deviceId(), -1));
                newest.put(String.valueOf(event.deviceId()), number);
            }
        }
        assertThat(new HashSet<>(names.values())).hasSize(names.size());
    }

    private static Envelope event(int device, int number) {
        byte[] label = ("d" + device + "-" + number).getBytes(StandardCharsets.UTF_8);
        return new Envelope(
                "personaclick",
                "shop",
                EventType.VIEW,
                "d" + device,
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, label));
    }

    private static final class Told implements Sender.Receiver {

        @Override
        public void onKept(Pending pending, long timeMillis, Promise made) {
            // What throws is a test that failed, and must not be taken for a receiver's own fault.
            pending.ack().onKept(1, made);
        }

        @Override
        public void onTooLarge(Pending pending) {
            throw new AssertionError("too large");
        }
    }
}
