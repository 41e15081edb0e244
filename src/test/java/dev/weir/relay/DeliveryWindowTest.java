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

        assertThat(model.bench.accounts.cursor().nextSeq()).isEqualTo(model.nextSeq);
    }

    @Example
    void nothingIsAdmittedBeyondTheBound() {
        WindowBench bench = new WindowBench(2, Long.MAX_VALUE, 1);
        bench.admit(1, "d1");
        bench.admit(1, "d1");

        assertThat(bench.hasRoom()).isFalse();
    }

    @Example
    void nothingIsAdmittedBeyondTheBoundOfMemory() {
        WindowBench bench = new WindowBench(100, 1000, 1);
        bench.admit(1000, "d1");

        assertThat(bench.hasRoom()).isFalse();
    }

    @Example
    void memoryIsFreeAgainOnceTheBooksHavePassed() {
        WindowBench bench = new WindowBench(100, 1000, 1);
        bench.admit(1000, "d1");

        bench.settle(bench.call(), Settlement.DELIVERED);

        assertThat(bench.hasRoom()).isTrue();
    }

    @Example
    void eventsOfNoDeviceWaitForNobody() {
        WindowBench bench = new WindowBench(10, Long.MAX_VALUE, 1);
        bench.admit(1, null);
        bench.admit(1, null);
        bench.call();

        assertThat(bench.call().seq()).isEqualTo(2);
    }

    @Example
    void positionWaitsForTheOldestThatIsOwed() {
        WindowBench bench = new WindowBench(10, Long.MAX_VALUE, 1);
        bench.admit(1, "d1");
        bench.admit(1, "d2");
        bench.call();

        bench.settle(bench.call(), Settlement.DELIVERED);

        assertThat(bench.accounts.cursor().nextSeq()).isEqualTo(1);
        assertThat(bench.accounts.cursor().settled()).isZero();
    }

    @Example
    void backoffBeginsAnewAfterADelivery() {
        WindowBench bench = new WindowBench(10, Long.MAX_VALUE, 1);
        bench.admit(1, "d1");
        bench.admit(1, "d1");
        for (int i = 0; i < 20; i++) {
            bench.window.retry(List.of(bench.call()), 0, bench.now);
            bench.now += HOUR_NANOS;
        }
        bench.settle(bench.call(), Settlement.DELIVERED);

        bench.window.retry(List.of(bench.call()), 0, bench.now);

        assertThat(bench.window.nanosToNext(bench.now))
                .isLessThanOrEqualTo(3 * Duration.ofMillis(100).toNanos());
    }

    @Example
    void settlingTwiceIsABug() {
        WindowBench bench = new WindowBench(10, Long.MAX_VALUE, 1);
        bench.admit(1, "d1");
        Slot<Integer> slot = bench.call();
        bench.settle(slot, Settlement.DELIVERED);

        assertThatThrownBy(() -> bench.settle(slot, Settlement.DELIVERED)).isInstanceOf(IllegalStateException.class);
    }

    @Example
    void admittingOutOfOrderIsABug() {
        WindowBench bench = new WindowBench(10, Long.MAX_VALUE, 1);

        assertThatThrownBy(() -> bench.accounts.pass(2, 0, Settlement.NOT_ROUTED))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Does random things to a window, keeps its own account, and notes where the two differ. */
    private static final class Model {

        static final int MAX_IN_FLIGHT = 8;

        final WindowBench bench;
        final List<String> violations = new ArrayList<>();
        long nextSeq = 1;
        private final Random random;
        private final int devices;
        private final int laneWidth;
        private final List<Slot<Integer>> inFlight = new ArrayList<>();
        private final List<Slot<Integer>> owed = new ArrayList<>();
        private final Map<Long, Settlement> settled = new HashMap<>();

        Model(long seed, int devices, int laneWidth) {
            this.random = new Random(seed);
            this.devices = devices;
            this.laneWidth = laneWidth;
            this.bench = new WindowBench(32, 1000, laneWidth);
        }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                step();
                check();
            }
        }

        void finish() {
            for (int i = 0; i < 10_000 && bench.accounts.cursor().nextSeq() < nextSeq; i++) {
                bench.now += Duration.ofMillis(10).toNanos();
                attempt();
                if (!inFlight.isEmpty()) {
                    settle(inFlight.get(0), Settlement.DELIVERED);
                }
                check();
            }
            assertThat(violations).isEmpty();
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> admit();
                case 2, 3 -> attempt();
                case 4 -> bench.now += random.nextInt(20_000_000);
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
            if (!bench.hasRoom()) {
                return;
            }
            if (random.nextInt(6) == 0) {
                bench.accounts.pass(nextSeq, 0, Settlement.NOT_ROUTED);
                settled.put(nextSeq++, Settlement.NOT_ROUTED);
                return;
            }
            int device = random.nextInt(devices + 1);
            Integer key = device == devices ? null : device;
            owed.add(bench.admit(10, key));
            nextSeq++;
        }

        private void attempt() {
            if (inFlight.size() >= MAX_IN_FLIGHT) {
                return;
            }
            List<Slot<Integer>> call = bench.window.nextCall(bench.now);
            if (call.isEmpty()) {
                return;
            }
            Slot<Integer> slot = call.get(0);
            inFlight.add(slot);
            if (settled.containsKey(slot.seq())) {
                violations.add("attempted after it was settled: " + slot.seq());
            }
            if (slot.lane != null && slot.lane.key != null) {
                checkOrder(slot);
            }
        }

        /** Nothing of the device that is older may be unsettled and grounded. */
        private void checkOrder(Slot<Integer> slot) {
            for (Slot<Integer> other : owed) {
                boolean isSameLane = other != slot && slot.lane == other.lane;
                if (isSameLane && other.seq() < slot.seq() && !other.isInFlight) {
                    violations.add(slot.seq() + " overtook " + other.seq());
                }
                if (isSameLane && laneWidth == 1 && other.isInFlight) {
                    violations.add(slot.seq() + " flies beside " + other.seq());
                }
            }
        }

        private void settle(Slot<Integer> slot, Settlement settlement) {
            inFlight.remove(slot);
            owed.remove(slot);
            bench.settle(slot, settlement);
            if (settled.put(slot.seq(), settlement) != null) {
                violations.add("settled twice: " + slot.seq());
            }
        }

        private void retry(Slot<Integer> slot) {
            inFlight.remove(slot);
            bench.window.retry(List.of(slot), random.nextInt(1_000_000), bench.now);
        }

        private void check() {
            Cursor position = bench.accounts.cursor();
            long passed = position.behind().isEmpty() ? position.frontier() : position.nextSeq();
            long[] books = new long[Settlement.values().length];
            for (long seq = 1; seq < position.frontier(); seq++) {
                Settlement settlement = settled.get(seq);
                // What is not the section's own is in the books at once, the rest in order.
                if (seq < passed || settlement == Settlement.NOT_ROUTED) {
                    if (settlement == null) {
                        violations.add("position passed " + seq);
                    } else {
                        books[settlement.ordinal()]++;
                    }
                }
            }
            Cursor expected = new Cursor(
                    position.frontier(), books[0], books[1], books[2], books[3], books[4], position.behind());
            if (!position.equals(expected)) {
                violations.add(position + " for " + expected);
            }
            if (position.frontier() != nextSeq || settled.containsKey(position.nextSeq())) {
                violations.add("position stays before " + position.nextSeq());
            }
        }
    }
}
