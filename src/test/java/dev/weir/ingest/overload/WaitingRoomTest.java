package dev.weir.ingest.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Priority;
import dev.weir.ingest.overload.LoopGate.Sight;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WaitingRoomTest {

    private static final long MS = 1_000_000L;
    private static final int ROOM = 64;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Integer> served = new ArrayList<>();
    private final List<Integer> refused = new ArrayList<>();
    private long now;
    private long journalDelay;
    private boolean isJournalCrowded;
    /** What it takes. */
    private long refusal;

    private final LoopGate gate = new Overload(
                    new OverloadOptions(
                            true,
                            Duration.ofMillis(10),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(5),
                            Duration.ofMillis(100),
                            ROOM,
                            0.1),
                    () -> now,
                    () -> new FixedLoad(journalDelay, isJournalCrowded),
                    new SplittableRandom(7),
                    registry)
            .ofThisLoop();
    private final WaitingRoom room = gate.waitingRoom();

    @Test
    void whatIsWorthLittleWaitsOnceTheTurnHasLasted() {
        gate.tryBeginTurn();
        now += MS;
        assertThat(gate.atSight(Priority.LOW)).isEqualTo(Sight.TAKE);

        now += 1;
        assertThat(gate.atSight(Priority.LOW)).isEqualTo(Sight.WAIT);
        assertThat(gate.atSight(Priority.NORMAL)).isEqualTo(Sight.TAKE);
        assertThat(gate.atSight(Priority.HIGH)).isEqualTo(Sight.TAKE);
    }

    @Test
    void whileOthersWaitAnotherDoesTooHoweverShortTheTurnWas() {
        enter(1);
        gate.tryBeginTurn();

        assertThat(gate.atSight(Priority.LOW)).isEqualTo(Sight.WAIT);
    }

    @Test
    void theOldestIsServedFirstAndOnlyForAMoment() {
        enter(30);

        assertThat(room.serve()).isZero();

        assertThat(served).containsExactly(0, 1, 2);
        assertThat(room.size()).isEqualTo(27);
    }

    /** They would be answered all at once, and all come again at once. */
    @Test
    void whileMoreWaitForTheDiskThanUsualNobodyIsServed() {
        enter(30);
        isJournalCrowded = true;

        long delayNanos = room.serve();

        assertThat(delayNanos).isBetween(1L, MS);
        assertThat(served).isEmpty();
        assertThat(refused).isEmpty();

        isJournalCrowded = false;
        assertThat(room.serve()).isZero();
        assertThat(served).containsExactly(0, 1, 2);
    }

    /** Of a crowd that comes again at once whenever it is refused. */
    @Test
    void whatRefusingTakesDoesNotTakeMoreThanHalfOfTheTime() {
        refusal = MS / 2;
        enter(ROOM);
        for (int i = 0; i < 4; i++) {
            assertThat(room.tryEnter(new Numbered(ROOM + i))).isFalse();
        }
        assertThat(refused).hasSize(4);

        isJournalCrowded = true;
        room.serve();
        assertThat(served).isEmpty();

        isJournalCrowded = false;
        room.serve();
        assertThat(served).hasSize(20);

        room.serve();
        assertThat(served).hasSize(23);
    }

    @Test
    void theNewestIsServedFirstWhenTheOldestHasWaitedForHalfOfWhatItBears() {
        enter(1);
        now += 51 * MS;
        enter(2);

        assertThat(room.serve()).isNegative();

        assertThat(served).containsExactly(2, 1, 0);
        assertThat(refused).isEmpty();
    }

    @Test
    void whoHasWaitedTooLongIsRefusedAFewAtATime() {
        enter(20);
        now += 101 * MS;
        enter(1);

        room.serve();

        assertThat(refused).hasSize(16).startsWith(0, 1, 2);
        assertThat(served).containsExactly(20, 19, 18);
        assertThat(shed()).isEqualTo(16);
    }

    @Test
    void whereThereIsNoRoomOneIsRefusedAtOnce() {
        enter(ROOM);

        assertThat(room.tryEnter(new Numbered(ROOM))).isFalse();

        assertThat(refused).containsExactly(ROOM);
        assertThat(shed()).isEqualTo(1);
        assertThat(room.size()).isEqualTo(ROOM);
    }

    @Test
    void whileTheDiskIsBehindNobodyIsServedAndItIsLookedAtAgain() {
        journalDelay = 11 * MS;
        enter(1);

        assertThat(room.serve()).isPositive();
        assertThat(served).isEmpty();

        journalDelay = 0;
        assertThat(room.serve()).isNegative();
        assertThat(served).containsExactly(0);
    }

    @Test
    void itWaitsForADiskThatIsBehind() {
        gate.tryBeginTurn();
        assertThat(gate.atSight(Priority.LOW)).isEqualTo(Sight.TAKE);

        journalDelay = 21 * MS;
        assertThat(gate.atSight(Priority.LOW)).isEqualTo(Sight.WAIT);
        assertThat(gate.atSight(Priority.NORMAL)).isEqualTo(Sight.TAKE);
    }

    @Test
    void oneComesForThemUntilNobodyWaits() {
        assertThat(room.tryBegin()).isFalse();
        enter(5);
        assertThat(room.tryBegin()).isTrue();
        assertThat(room.tryBegin()).isFalse();

        room.serve();
        assertThat(room.tryBegin()).isFalse();
        room.serve();
        assertThat(room.tryBegin()).isFalse();
        enter(1);
        assertThat(room.tryBegin()).isTrue();
    }

    @Test
    void howManyWaitIsSeen() {
        enter(5);

        assertThat(registry.get("weir.overload.waiting").gauge().value()).isEqualTo(5);
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(room.tryEnter(new Numbered(room.size() + served.size() + refused.size())))
                    .isTrue();
        }
    }

    private double shed() {
        return registry.get("weir.overload.shed")
                .tag("priority", "low")
                .counter()
                .count();
    }

    /** Takes a tenth of a millisecond to serve. */
    private final class Numbered implements WaitingRoom.Request {
        private final int number;

        private Numbered(int number) {
            this.number = number;
        }

        @Override
        public void serve() {
            now += MS / 10;
            served.add(number);
        }

        @Override
        public void refuse() {
            now += refusal;
            refused.add(number);
        }
    }
}
