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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of events when the spill itself is in trouble, or a part of the cluster is. */
class SpillingSenderTest {

    private static final String EVEN = "d0";
    private static final String ODD = "d1";
    private static final long SPILL_AFTER_MILLIS = 500;
    private static final long TIMEOUT_MILLIS = 2000;

    private final ModelKafka kafka = new ModelKafka();
    private final ModelSpill files = new ModelSpill();
    private final HandOver handOver = new HandOver(1024, 1 << 24);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, String> told = new TreeMap<>();
    private long millis;

    @Test
    void whereTheSpillIsBrokenKafkaHasAsLongAsWithoutOne() {
        SpillingSender sender = begun(SPILL_AFTER_MILLIS);
        files.breakForGood();
        kafka.setAway(true);
        offer(EVEN, 1, 1);
        turn(sender);
        pass(sender, TIMEOUT_MILLIS - 1);
        assertThat(told).isEmpty();
        assertThat(sender.isHealthy()).isTrue();
        assertThat(healthy()).isZero();

        pass(sender, 2);
        assertThat(told).containsEntry("d0-1", "FAILED");
        assertThat(sender.isHealthy()).isFalse();
    }

    @Test
    void aBrokenSpillIsDrainedAndThenEventsGoStraight() {
        SpillingSender sender = spilling(EVEN);
        files.breakForGood();
        offer(EVEN, 2, 1);
        turn(sender);
        assertThat(told).containsEntry("d0-1", "fsync").containsEntry("d0-2", "FAILED");
        assertThat(sender.isHealthy()).isFalse();

        comeBack(sender);
        assertThat(sender.state()).isEqualTo(SpillState.REPLICATED);
        assertThat(sender.isHealthy()).isTrue();
        offer(EVEN, 3, 1);
        turn(sender);
        assertThat(told).containsEntry("d0-3", "replicated");
    }

    @Test
    void aFullSpillRefusesWhatComesAndKeepsWhatItHas() {
        SpillingSender sender = spilling(EVEN);
        files.setFull(true);
        offer(EVEN, 2, 1);
        turn(sender);
        assertThat(sender.isFull()).isTrue();
        assertThat(told).containsEntry("d0-1", "fsync").containsEntry("d0-2", "DISK_FULL");

        comeBack(sender);
        assertThat(kafka.has("d0-1")).isTrue();
        assertThat(sender.isFull()).isFalse();
    }

    @Test
    void whatWasDrainedIsReleasedThoughItCouldNotBeSavedAtFirst() {
        SpillingSender sender = spilling(EVEN);
        files.failSaves(true);
        comeBack(sender);
        assertThat(sender.state()).isEqualTo(SpillState.REPLICATED);
        assertThat(files.released()).isEqualTo(1);

        files.failSaves(false);
        millis += 2000;
        turn(sender);
        assertThat(files.released()).isEqualTo(2);
    }

    /** Else each try would repeat what the other partitions have. */
    @Test
    void whileOneLeaderIsAwayTheOtherPartitionsAreGivenNothingTwice() {
        SpillingSender sender = spilling(EVEN, ODD);
        kafka.setAway(false);
        kafka.setLeaderAway(ModelKafka.partitionOf(EVEN.getBytes(StandardCharsets.UTF_8)), true);
        for (int i = 0; i < 5; i++) {
            sender.onRecovered();
            turn(sender);
            pass(sender, 40_000);
        }
        assertThat(kafka.log()).extracting(Envelopes::body).containsExactly("d1-1");

        for (int i = 0; i < ModelKafka.PARTITIONS; i++) {
            kafka.setLeaderAway(i, false);
        }
        comeBack(sender);
        assertThat(kafka.log()).extracting(Envelopes::body).contains("d0-1").containsOnlyOnce("d1-1");
    }

    @Test
    void aClusterThatGreetsSlowlyIsMetHoweverShortTheWaitForAnEventIs() {
        SpillingSender sender = begun(50);
        kafka.setAway(true);
        offer(EVEN, 1, 1);
        turn(sender);
        pass(sender, 51);
        assertThat(sender.state()).isEqualTo(SpillState.SPILLING);

        kafka.setAway(false);
        kafka.setUnmet(20);
        sender.onRecovered();
        assertThat(sender.isAnswered()).isTrue();
    }

    /** It was not Kafka that was silent. */
    @Test
    void whatWasUnderWayWhileTheProcessStoodStillIsNotSpilled() {
        SpillingSender sender = begun(SPILL_AFTER_MILLIS);
        kafka.setAway(true);
        offer(EVEN, 1, 1);
        turn(sender);
        pass(sender, SPILL_AFTER_MILLIS / 2);
        millis += 60_000;
        boolean unused = sender.turn();
        assertThat(sender.state()).isEqualTo(SpillState.REPLICATED);

        kafka.setAway(false);
        turn(sender);
        assertThat(told).containsEntry("d0-1", "replicated");
    }

    @Test
    void whatTheTopicWouldNotTakeLaterIsRefusedAtOnce() {
        SpillingSender sender = spilling(EVEN);
        sender.onTopic(new TopicCheck.Topic(2, 3, 2, 100_000, false));
        offer(EVEN, 2, 90_000);
        offer(EVEN, 3, 110_000);
        turn(sender);

        assertThat(told).containsEntry("d0-2", "fsync").containsEntry("d0-3", "TOO_LARGE");
    }

    @Test
    void itIsToldHowOldTheOldestIs() {
        SpillingSender sender = begun(SPILL_AFTER_MILLIS);
        assertThat(ageSeconds()).isZero();
        kafka.setAway(true);
        offer(EVEN, 1, 1);
        turn(sender);
        pass(sender, 3_000);
        assertThat(ageSeconds()).isEqualTo(3);

        comeBack(sender);
        assertThat(ageSeconds()).isZero();
    }

    /** Has an event of each device in the spill; the cluster is away. */
    private SpillingSender spilling(String... devices) {
        SpillingSender sender = begun(SPILL_AFTER_MILLIS);
        kafka.setAway(true);
        millis += SPILL_AFTER_MILLIS;
        for (String device : devices) {
            offer(device, 1, 1);
        }
        turn(sender);
        pass(sender, SPILL_AFTER_MILLIS + 1);
        assertThat(sender.state()).isEqualTo(SpillState.SPILLING);
        assertThat(told.values()).containsOnly("fsync");
        kafka.forgetWhatIsOnItsWay();
        return sender;
    }

    private void comeBack(SpillingSender sender) {
        kafka.setAway(false);
        for (int i = 0; i < 100 && sender.state() != SpillState.REPLICATED; i++) {
            sender.onRecovered();
            turn(sender);
            millis += 50;
        }
    }

    /** Looked at in steps, as by a thread that nobody stops. */
    private void pass(SpillingSender sender, long forMillis) {
        for (long end = millis + forMillis; millis < end; ) {
            millis = Math.min(end, millis + 6);
            turn(sender);
        }
    }

    private void turn(SpillingSender sender) {
        for (int i = 0; i < 5; i++) {
            boolean unused = sender.turn();
            files.writeAll();
            kafka.takeAndTellAll();
        }
    }

    private SpillingSender begun(long spillAfterMillis) {
        Duration spillAfter = Duration.ofMillis(spillAfterMillis);
        SpillingSender sender = new SpillingSender(
                KafkaOptions.at("127.0.0.1:1", "topic", true).withSpillAfter(spillAfter),
                spillAfter,
                handOver,
                kafka,
                files,
                new Told(),
                () -> Instant.ofEpochMilli(millis),
                () -> TimeUnit.MILLISECONDS.toNanos(millis),
                new Random(1),
                new SpillMeters(registry));
        sender.prepare();
        return sender;
    }

    private double ageSeconds() {
        return registry.get("weir.journal.spill.age").timeGauge().value(TimeUnit.SECONDS);
    }

    private double healthy() {
        return registry.get("weir.journal.spill.healthy").gauge().value();
    }

    private void offer(String device, int number, int bytes) {
        String label = device + "-" + number;
        Envelope event = new Envelope(
                "personaclick",
                "shop",
                EventType.VIEW,
                device,
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon(
                        "POST",
                        "/push",
                        "q".repeat(bytes - 1),
                        Beacon.BodyKind.JSON,
                        label.getBytes(StandardCharsets.UTF_8)));
        Journal.Ack ack = new Journal.Ack() {
            @Override
            public void onKept(long seq) {
                throw new AssertionError("no promise");
            }

            @Override
            public void onKept(long seq, Promise made) {
                told.put(label, made.label());
            }

            @Override
            public void onFailed(Journal.Failure why) {
                told.put(label, why.name());
            }
        };
        assertThat(handOver.offer(new Pending(event, ack, 0))).isTrue();
    }

    private static final class Told implements Sender.Receiver {

        @Override
        public void onKept(Pending pending, long timeMillis, Promise made) {
            pending.keep(1, made);
        }

        @Override
        public void onTooLarge(Pending pending) {
            pending.fail(Journal.Failure.TOO_LARGE);
        }
    }
}
