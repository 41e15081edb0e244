package dev.weir.ingest.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Priority;
import dev.weir.ingest.overload.LoopGate.Sight;
import dev.weir.journal.JournalLoad;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/**
 * The gate in virtual time, before a loop that does nothing but serve: it comes to all that has arrived, one after the other, and
 * then to what has arrived meanwhile; what it takes is answered two milliseconds after the turn, when the disk has it.
 */
final class OverloadSimulationTest {

    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    /** 10,000 a second. */
    private static final long FULL = 100 * US;

    private static final double CAPACITY = (double) SECOND / FULL;
    private static final long DISK = 2 * MS;
    /** What it takes to have a request wait; of a refusal it is a part. */
    private static final long GLANCE = US;

    private final SplittableRandom random = new SplittableRandom(11);
    private long now;
    /** When the next request comes. */
    private double arrival;

    private boolean isPolling;
    private boolean isServing;
    /** The rest of the turn, and of what is served of those who wait. */
    private Stage stage = new Stage(0);

    private final LoopGate gate = new Overload(
                    OverloadOptions.DEFAULT,
                    () -> now,
                    () -> JournalLoad.NONE,
                    new SplittableRandom(1),
                    new SimpleMeterRegistry())
            .ofThisLoop();

    @Test
    void atFiveTimesCapacityPurchasesAreAsQuickAsOnAQuietDay() {
        Stage quiet = run(0.3, 20, 2 * US);
        Stage flood = run(5, 20, 2 * US);

        assertThat(flood.refused(Priority.HIGH)).isZero();
        assertThat(flood.p99(Priority.HIGH)).isLessThanOrEqualTo(3 * quiet.p99(Priority.HIGH));
        assertThat(quiet.refused(Priority.LOW)).isZero();
    }

    @Test
    void goodputIsNineTenthsOfThePeakWhereARefusalCostsLittle() {
        Stage flood = run(5, 20, 2 * US);

        assertThat(flood.goodput()).isGreaterThan(0.9 * CAPACITY);
    }

    /** Time that refusals take is gone; but nothing is lost beside it. */
    @Test
    void goodputIsAllThatRefusalsLeave() {
        long refusal = 15 * US;
        Stage flood = run(5, 20, refusal);

        double left = (SECOND - flood.refused(Priority.LOW) / 20.0 * refusal) / FULL;
        assertThat(flood.goodput()).isGreaterThan(0.95 * left);
        assertThat(flood.refused(Priority.HIGH)).isZero();
    }

    @Test
    void allIsAsBeforeWithinASecondOfItsEnd() {
        Stage quiet = run(0.3, 10, 2 * US);
        run(5, 10, 2 * US);
        run(0.3, 1, 2 * US);
        Stage after = run(0.3, 10, 2 * US);

        assertThat(after.refused(Priority.LOW)).isZero();
        assertThat(after.p99(Priority.HIGH)).isLessThanOrEqualTo(quiet.p99(Priority.HIGH) * 12 / 10);
    }

    @Test
    void ninetyPercentOfCapacityIsNoOverload() {
        Stage busy = run(0.9, 60, 2 * US);

        assertThat(busy.refused(Priority.LOW)).isZero();
    }

    /** Of each tenth of a second the processor is another's for half, as under a quota: turns are long, and the loop keeps up. */
    @Test
    void aProcessorThatComesAndGoesIsNoOverload() {
        for (int i = 0; i < 50; i++) {
            assertThat(run(0.3, 50 * MS).refused(Priority.LOW)).isZero();
            now += 50 * MS;
        }
    }

    @Test
    void aPauseOfTheCollectorRefusesNobody() {
        run(0.5, 1, 2 * US);
        now += 80 * MS;
        Stage after = run(0.5, 2, 2 * US);

        assertThat(after.refused(Priority.LOW)).isZero();
    }

    @Test
    void aboveCapacityTheMostIsTakenWhateverComes() {
        for (double load = 1.1; load < 5; load += 0.3) {
            Stage stage = run(load, 5, 1 * US);
            assertThat(stage.goodput()).as("at %.1f times capacity", load).isGreaterThan(0.9 * CAPACITY);
            assertThat(stage.refused(Priority.HIGH)).isZero();
        }
    }

    @Test
    void ofAMixedFloodThatIsLowGoesFirst() {
        Stage flood = run(2, 20, 2 * US, 0.02, 0.3);

        assertThat(flood.refused(Priority.LOW)).isPositive();
        assertThat(flood.refused(Priority.NORMAL)).isLessThan(flood.refused(Priority.LOW) / 100);
        assertThat(flood.refused(Priority.HIGH)).isZero();
        assertThat(flood.goodput()).isGreaterThan(0.9 * CAPACITY);
    }

    /** If what is of normal priority alone is too much, it waits longer than what is low, and is refused then. */
    @Test
    void normalPriorityIsRefusedWhenLowIsNotEnough() {
        Stage flood = run(3, 10, 1 * US, 0.02, 0.9);

        assertThat(flood.refused(Priority.NORMAL)).isPositive();
        assertThat(flood.refused(Priority.HIGH)).isZero();
        assertThat(flood.goodput()).isGreaterThan(0.9 * CAPACITY);
    }

    private Stage run(double load, int seconds, long refusal) {
        return run(load, seconds, refusal, 0.02, 0);
    }

    private Stage run(double load, long nanos) {
        return run(load, nanos, 2 * US, 0.02, 0);
    }

    private Stage run(double load, int seconds, long refusal, double high, double normal) {
        return run(load, seconds * SECOND, refusal, high, normal);
    }

    private Stage run(double load, long nanos, long refusal, double high, double normal) {
        stage = new Stage(nanos / (double) SECOND);
        long start = now;
        while (now - start < nanos) {
            if (arrival > now && !isServing) {
                now = (long) arrival + 1;
            }
            if (arrival <= now) {
                comeTo(SECOND / (CAPACITY * load), refusal, high, normal);
            }
            if (isServing) {
                isServing = gate.waitingRoom().serve() >= 0;
                stage.answer(now + DISK);
            }
        }
        return stage;
    }

    /** All that has arrived. */
    private void comeTo(double gap, long refusal, double high, double normal) {
        long turn = now;
        gate.tryBeginTurn();
        for (; arrival <= turn; arrival += random.nextExponential() * gap) {
            double kind = random.nextDouble();
            Priority priority = kind < high ? Priority.HIGH : kind < high + normal ? Priority.NORMAL : Priority.LOW;
            decide(new Arrived(priority, (long) arrival, refusal));
        }
        boolean looksAgain = gate.endTurn();
        stage.answer(now + DISK);
        isPolling = isPolling ? gate.endPoll() : looksAgain;
        if (isPolling && arrival > now) {
            isPolling = gate.endPoll();
        }
    }

    private void decide(Arrived request) {
        switch (gate.isStrained() ? gate.atSight(request.priority) : Sight.TAKE) {
            case TAKE -> {
                if (gate.admits(request.priority)) {
                    request.serve();
                } else {
                    request.refuse();
                }
            }
            case WAIT -> {
                if (gate.waitingRoom().tryEnter(request)) {
                    now += GLANCE;
                }
                isServing |= gate.waitingRoom().tryBegin();
            }
            case REFUSE -> request.refuse();
        }
    }

    private final class Arrived implements WaitingRoom.Request {
        private final Priority priority;
        private final long at;
        private final long refusal;

        private Arrived(Priority priority, long at, long refusal) {
            this.priority = priority;
            this.at = at;
            this.refusal = refusal;
        }

        @Override
        public void serve() {
            now += FULL;
            stage.taken.add(this);
        }

        @Override
        public void refuse() {
            now += refusal;
            stage.refused.merge(priority, 1L, Long::sum);
        }
    }

    /** What became of the requests of some seconds. */
    private static final class Stage {
        private final double seconds;
        private final Map<Priority, Histogram> micros = new EnumMap<>(Priority.class);
        private final Map<Priority, Long> refused = new EnumMap<>(Priority.class);
        private final List<Arrived> taken = new ArrayList<>();

        private Stage(double seconds) {
            this.seconds = seconds;
            for (Priority priority : Priority.values()) {
                micros.put(priority, new Histogram(TimeUnit.MINUTES.toMicros(5), 3));
                refused.put(priority, 0L);
            }
        }

        private long refused(Priority priority) {
            return refused.get(priority);
        }

        private long p99(Priority priority) {
            return micros.get(priority).getValueAtPercentile(99);
        }

        private double goodput() {
            return micros.values().stream().mapToLong(Histogram::getTotalCount).sum() / seconds;
        }

        private void answer(long at) {
            for (Arrived each : taken) {
                micros.get(each.priority).recordValue((at - each.at) / US);
            }
            taken.clear();
        }
    }
}
