package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.CursorStore.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The window as a pure machine. */
class DeliveryWindowTest {

    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

    @Property(tries = 500)
    void whateverHappensTheBooksAddUpAndOrderHolds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int devices) {
        Model model = new Model(seed, devices, 1);

        model.run(400);

        assertThat(model.violations).isEmpty();
    }

    @Property(tries = 300)
    void whateverHappensAWideLaneBeginsAgainAtItsFirstFailure(@ForAll long seed) {
        Model model = new Model(seed, 1, 8);

        model.run(400);

        assertThat(model.violations).isEmpty();
    }

    @Property(tries = 200)
    void everythingIsSettledOnceInTheEnd(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int devices) {
        Model model = new Model(seed, devices, 1);
        model.run(200);

        model.finish();

        assertThat(model.window.position().nextSeq()).isEqualTo(model.nextSeq);
        assertThat(model.attemptsOfMany()).isEqualTo(Model.MAX_IN_FLIGHT);
    }

    @Example
    void nothingIsAdmittedBeyondTheBound() {
        DeliveryWindow<String> window = window(2, Long.MAX_VALUE, 8, 1);
        window.admit(1, 0, 1, "d1", "a");
        window.admit(2, 0, 1, "d1", "b");

        assertThat(window.hasRoom()).isFalse();
    }

    @Example
    void nothingIsAdmittedBeyondTheBoundOfMemory() {
        DeliveryWindow<String> window = window(100, 1000, 8, 1);
        window.admit(1, 0, 1000, "d1", "a");

        assertThat(window.hasRoom()).isFalse();
    }

    @Example
    void memoryIsFreeAgainOnceTheCursorHasPassed() {
        DeliveryWindow<String> window = window(100, 1000, 8, 1);
        window.admit(1, 0, 1000, "d1", "a");

        window.settle(attempt(window, 0), Settlement.DELIVERED);

        assertThat(window.hasRoom()).isTrue();
    }

    @Example
    void noMoreGoThanMayBeInFlight() {
        DeliveryWindow<String> window = window(10, Long.MAX_VALUE, 1, 1);
        window.admit(1, 0, 1, "d1", "a");
        window.admit(2, 0, 1, "d2", "b");
        attempt(window, 0);

        assertThat(window.nextAttempt(0)).isNull();
    }

    @Example
    void eventsOfNoDeviceWaitForNobody() {
        DeliveryWindow<String> window = window(10, Long.MAX_VALUE, 8, 1);
        window.admit(1, 0, 1, null, "a");
        window.admit(2, 0, 1, null, "b");
        attempt(window, 0);

        assertThat(attempt(window, 0).payload()).isEqualTo("b");
    }

    @Example
    void positionWaitsForTheOldestThatIsOwed() {
        DeliveryWindow<String> window = window(10, Long.MAX_VALUE, 8, 1);
        window.admit(1, 0, 1, "d1", "a");
        window.admit(2, 0, 1, "d2", "b");
        attempt(window, 0);

        window.settle(attempt(window, 0), Settlement.DELIVERED);

        assertThat(window.position()).isEqualTo(Cursor.START);
    }

    @Example
    void backoffBeginsAnewAfterADelivery() {
        DeliveryWindow<String> window = window(10, Long.MAX_VALUE, 8, 1);
        window.admit(1, 0, 1, "d1", "a");
        window.admit(2, 0, 1, "d1", "b");
        long now = 0;
        for (int i = 0; i < 20; i++) {
            window.retry(attempt(window, now), 0, now);
            now += HOUR_NANOS;
        }
        window.settle(attempt(window, now), Settlement.DELIVERED);

        window.retry(attempt(window, now), 0, now);

        assertThat(window.nanosToNextAttempt(now))
                .isLessThanOrEqualTo(3 * Duration.ofMillis(100).toNanos());
    }

    @Example
    void settlingTwiceIsABug() {
        DeliveryWindow<String> window = window(10, Long.MAX_VALUE, 8, 1);
        window.admit(1, 0, 1, "d1", "a");
        Slot<String> slot = attempt(window, 0);
        window.settle(slot, Settlement.DELIVERED);

        assertThatThrownBy(() -> window.settle(slot, Settlement.DELIVERED)).isInstanceOf(IllegalStateException.class);
    }

    @Example
    void admittingOutOfOrderIsABug() {
        DeliveryWindow<String> window = window(10, Long.MAX_VALUE, 8, 1);

        assertThatThrownBy(() -> window.admit(2, 0, 1, "d1", "a")).isInstanceOf(IllegalStateException.class);
    }

    private static Slot<String> attempt(DeliveryWindow<String> window, long now) {
        Slot<String> slot = window.nextAttempt(now);
        if (slot == null) {
            throw new AssertionError("nothing to attempt");
        }
        return slot;
    }

    private static DeliveryWindow<String> window(int maxHeld, long maxHeldBytes, int maxInFlight, int laneWidth) {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(15), new SplittableRandom(1));
        return new DeliveryWindow<>(Cursor.START, maxHeld, maxHeldBytes, maxInFlight, laneWidth, backoff);
    }

    /** Does random things to a window, keeps its own account, and notes where the two differ. */
    private static final class Model {

        static final int MAX_IN_FLIGHT = 8;

        final DeliveryWindow<Integer> window;
        final List<String> violations = new ArrayList<>();
        long nextSeq = 1;
        private final Random random;
        private final int devices;
        private final int laneWidth;
        private final List<Slot<Integer>> inFlight = new ArrayList<>();
        private final List<Slot<Integer>> owed = new ArrayList<>();
        private final Map<Long, Settlement> settled = new HashMap<>();
        private long now;

        Model(long seed, int devices, int laneWidth) {
            this.random = new Random(seed);
            this.devices = devices;
            this.laneWidth = laneWidth;
            Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(50), new SplittableRandom(seed));
            this.window = new DeliveryWindow<>(Cursor.START, 32, 1000, MAX_IN_FLIGHT, laneWidth, backoff);
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
        }

        void finish() {
            for (int i = 0; i < 10_000 && window.position().nextSeq() < nextSeq; i++) {
                now += Duration.ofMillis(10).toNanos();
                attempt();
                if (!inFlight.isEmpty()) {
                    settle(inFlight.get(0), Settlement.DELIVERED);
                }
                check();
            }
            assertThat(violations).isEmpty();
        }

        /** How many attempts the window allows at once, now that nothing is under way. */
        int attemptsOfMany() {
            for (int i = 0; i < 2 * MAX_IN_FLIGHT; i++) {
                window.admit(nextSeq++, now, 10, null, i);
            }
            int attempts = 0;
            while (window.nextAttempt(now) != null) {
                attempts++;
            }
            return attempts;
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> admit();
                case 2, 3 -> attempt();
                case 4 -> now += random.nextInt(20_000_000);
                case 5 -> pick(inFlight).ifPresent(slot -> settle(slot, delivered()));
                case 6 -> pick(inFlight).ifPresent(this::retry);
                default -> pick(owed).ifPresent(slot -> settle(slot, Settlement.SUPERSEDED));
            }
        }

        private Settlement delivered() {
            return random.nextInt(5) == 0 ? Settlement.DEAD_LETTERED : Settlement.DELIVERED;
        }

        private <S> Optional<S> pick(List<S> from) {
            return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
        }

        private void admit() {
            if (!window.hasRoom()) {
                return;
            }
            if (random.nextInt(6) == 0) {
                window.pass(nextSeq, now, Settlement.NOT_ROUTED);
                settled.put(nextSeq++, Settlement.NOT_ROUTED);
                return;
            }
            int device = random.nextInt(devices + 1);
            Integer key = device == devices ? null : device;
            owed.add(window.admit(nextSeq++, now, 10, key, device));
        }

        private void attempt() {
            Slot<Integer> slot = window.nextAttempt(now);
            if (slot == null) {
                return;
            }
            inFlight.add(slot);
            if (settled.containsKey(slot.seq)) {
                violations.add("attempted after it was settled: " + slot.seq);
            }
            if (slot.lane != null && slot.lane.key != null) {
                checkOrder(slot);
            }
        }

        /** Nothing of the device that is older may be unsettled and grounded. */
        private void checkOrder(Slot<Integer> slot) {
            for (Slot<Integer> other : owed) {
                boolean isSameLane = other != slot && slot.payload().equals(other.payload());
                if (isSameLane && other.seq < slot.seq && !other.isInFlight) {
                    violations.add(slot.seq + " overtook " + other.seq);
                }
                if (isSameLane && laneWidth == 1 && other.isInFlight) {
                    violations.add(slot.seq + " flies beside " + other.seq);
                }
            }
        }

        private void settle(Slot<Integer> slot, Settlement settlement) {
            inFlight.remove(slot);
            owed.remove(slot);
            window.settle(slot, settlement);
            if (settled.put(slot.seq, settlement) != null) {
                violations.add("settled twice: " + slot.seq);
            }
        }

        private void retry(Slot<Integer> slot) {
            inFlight.remove(slot);
            window.retry(slot, random.nextInt(1_000_000), now);
        }

        private void check() {
            Cursor position = window.position();
            long[] books = new long[Settlement.values().length];
            for (long seq = 1; seq < position.nextSeq(); seq++) {
                Settlement settlement = settled.get(seq);
                if (settlement == null) {
                    violations.add("position passed " + seq);
                } else {
                    books[settlement.ordinal()]++;
                }
            }
            Cursor expected = new Cursor(position.nextSeq(), books[0], books[1], books[2], books[3]);
            if (!position.equals(expected)) {
                violations.add(position + " for " + expected);
            }
            if (settled.containsKey(position.nextSeq())) {
                violations.add("position stays before " + position.nextSeq());
            }
            if (inFlight.size() > MAX_IN_FLIGHT) {
                violations.add("in flight " + inFlight.size());
            }
        }
    }
}
