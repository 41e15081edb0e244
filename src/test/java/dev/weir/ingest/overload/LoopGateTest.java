package dev.weir.ingest.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Priority;
import dev.weir.ingest.overload.LoopGate.Sight;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LoopGateTest {

    private static final long MS = 1_000_000L;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private long now;
    private long journalDelay;
    private final Overload overload = overload(new OverloadOptions(
            true,
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            4_096,
            0.1));
    private final LoopGate gate = overload.ofThisLoop();

    @Test
    void ofATurnThatLastsTheLaterOfLowPriorityAreRefused() {
        strain();
        gate.tryBeginTurn();
        takeTheLeast();

        assertThat(gate.admits(Priority.LOW)).isTrue();
        now += 6 * MS;
        assertThat(gate.admits(Priority.LOW)).isFalse();
        assertThat(gate.admits(Priority.NORMAL)).isTrue();
        now += 20 * MS;
        assertThat(gate.admits(Priority.NORMAL)).isFalse();
        assertThat(gate.admits(Priority.HIGH)).isTrue();
    }

    @Test
    void onePauseWithinATurnRefusesNobody() {
        gate.tryBeginTurn();
        takeTheLeast();
        now += 250 * MS;

        assertThat(gate.admits(Priority.LOW)).isTrue();
        gate.endTurn();
        gate.tryBeginTurn();
        takeTheLeast();
        now += 6 * MS;
        assertThat(gate.admits(Priority.LOW)).isTrue();
    }

    /** Or what is seen before it is read would count twice. */
    @Test
    void onlyWhatIsReadIsTaken() {
        strain();
        gate.tryBeginTurn();
        for (int i = 0; i < LoopGate.LEAST_TAKEN; i++) {
            now += 50 * MS;
            assertThat(gate.atSight(Priority.NORMAL)).isEqualTo(Sight.TAKE);
            assertThat(gate.admits(Priority.NORMAL)).isTrue();
        }
        assertThat(gate.atSight(Priority.NORMAL)).isEqualTo(Sight.REFUSE);
        assertThat(shed("normal")).isEqualTo(1);
    }

    @Test
    void theNextTurnBeginsAnew() {
        strain();
        turn(50);
        gate.tryBeginTurn();

        assertThat(gate.admits(Priority.LOW)).isTrue();
    }

    @Test
    void oneShortTurnAndNobodyIsRefused() {
        strain();
        turn(1);
        gate.tryBeginTurn();
        takeTheLeast();
        now += 4 * MS;

        assertThat(gate.admits(Priority.LOW)).isTrue();
    }

    @Test
    void aFewAreTakenHoweverLongTheyTake() {
        strain();
        gate.tryBeginTurn();
        for (int i = 0; i < LoopGate.LEAST_TAKEN; i++) {
            now += 50 * MS;
            assertThat(gate.admits(Priority.LOW)).isTrue();
        }
        now += 50 * MS;
        assertThat(gate.admits(Priority.LOW)).isFalse();
    }

    @Test
    void aLoopThatFindsNothingMoreHasCaughtUpHoweverLongItsTurnWas() {
        for (int i = 0; i < 12; i++) {
            gate.tryBeginTurn();
            now += 90 * MS;
            assertThat(gate.endTurn()).isTrue();
            assertThat(gate.endPoll()).isFalse();
            now += MS;
        }
        gate.tryBeginTurn();
        takeTheLeast();
        now += 50 * MS;

        assertThat(gate.admits(Priority.LOW)).isTrue();
    }

    @Test
    void aLoopThatAlwaysFindsMoreGoesOnLooking() {
        strain();
        assertThat(gate.endPoll()).isTrue();
        turn(10);
        assertThat(gate.endPoll()).isTrue();
        assertThat(gate.endPoll()).isFalse();
        gate.tryBeginTurn();

        assertThat(gate.isStrained()).isFalse();
    }

    @Test
    void whereAllIsWellItDoesNotLookAgain() {
        gate.tryBeginTurn();
        now += MS;

        assertThat(gate.endTurn()).isFalse();
    }

    @Test
    void onlyTheFirstRequestOfATurnBeginsIt() {
        assertThat(gate.tryBeginTurn()).isTrue();
        assertThat(gate.tryBeginTurn()).isFalse();
        gate.endTurn();
        assertThat(gate.tryBeginTurn()).isTrue();
    }

    @Test
    void aJournalThatFallsBehindRefusesThoughTheLoopIsQuick() {
        journalDelay = 12 * MS;
        for (int i = 0; i < 20; i++) {
            turn(1);
            now += 9 * MS;
        }
        gate.tryBeginTurn();

        assertThat(gate.admits(Priority.LOW)).isFalse();
        assertThat(gate.admits(Priority.NORMAL)).isTrue();
        gate.endTurn();
        journalDelay = 0;
        turn(1);
        gate.tryBeginTurn();
        assertThat(gate.admits(Priority.LOW)).isTrue();
    }

    @Test
    void eachRefusalIsCountedOnceAndTheLevelFalls() {
        strain();
        gate.tryBeginTurn();
        takeTheLeast();
        now += 30 * MS;
        gate.admits(Priority.LOW);
        gate.admits(Priority.LOW);
        gate.admits(Priority.NORMAL);
        gate.admits(Priority.HIGH);

        assertThat(shed("low")).isEqualTo(2);
        assertThat(shed("normal")).isEqualTo(1);
        assertThat(level()).isEqualTo(2);
        now += 1_001 * MS;
        assertThat(level()).isZero();
    }

    @Test
    void whatIsReservedIsForHighPriorityAlone() {
        assertThat(gate.room(Priority.LOW)).isEqualTo(0.9);
        assertThat(gate.room(Priority.NORMAL)).isEqualTo(0.9);
        assertThat(gate.room(Priority.HIGH)).isEqualTo(1);
    }

    @Test
    void retriesAreSpreadOverTheWholeTime() {
        Set<Long> seconds = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seconds.add(gate.retryAfterSeconds());
        }

        assertThat(seconds).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whereItIsOffNobodyIsRefused() {
        LoopGate off = overload(OverloadOptions.OFF).ofThisLoop();

        assertThat(off.tryBeginTurn()).isFalse();
        now += Duration.ofHours(1).toNanos();
        assertThat(off.isStrained()).isFalse();
        assertThat(off.admits(Priority.LOW)).isTrue();
        assertThat(off.room(Priority.LOW)).isEqualTo(1);
    }

    /** Turns that are too long, for more than the interval. */
    private void strain() {
        for (int i = 0; i < 12; i++) {
            turn(10);
        }
    }

    private void takeTheLeast() {
        for (int i = 0; i < LoopGate.LEAST_TAKEN; i++) {
            gate.admits(Priority.LOW);
        }
    }

    private void turn(int millis) {
        gate.tryBeginTurn();
        now += millis * MS;
        gate.endTurn();
    }

    private double shed(String priority) {
        return registry.get("weir.overload.shed")
                .tag("priority", priority)
                .counter()
                .count();
    }

    private double level() {
        return registry.get("weir.overload.level").gauge().value();
    }

    private Overload overload(OverloadOptions options) {
        return new Overload(
                options,
                () -> now,
                () -> new FixedLoad(journalDelay, false),
                new SplittableRandom(7),
                options.isOn() ? registry : new SimpleMeterRegistry());
    }
}
