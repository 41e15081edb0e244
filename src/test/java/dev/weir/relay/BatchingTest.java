package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which events share a call. */
class BatchingTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final List<List<Long>> calls = new ArrayList<>();
    private final FakeSink sink = new FakeSink("fake", Order.DEVICE, 64).batching(100, each -> "key");
    private final RelayBench bench = new RelayBench(
            sink,
            RelayOptions.DEFAULT,
            new OutletOptions(
                    PaceOptions.UNLIMITED,
                    CoalesceOptions.NEVER,
                    new OutletOptions.Batch(8, 1000, Duration.ofMillis(50)),
                    Integer.MAX_VALUE,
                    BreakerOptions.DEFAULT,
                    OutletOptions.Backlog.UNBOUNDED),
            Events.section("fake"));
    private Result next = Result.DELIVERED;

    BatchingTest() {
        sink.answeringCalls(this::take);
    }

    @Test
    void aCallIsFullAtItsCount() {
        views(20);

        bench.round();

        assertThat(calls).hasSize(2).allMatch(call -> call.size() == 8);
    }

    @Test
    void theRestGoesWhenItHasWaitedLongEnough() {
        views(3);
        bench.roundsUntilIdle();
        bench.advance(49 * MILLI);
        bench.roundsUntilIdle();
        boolean isEarly = !calls.isEmpty();

        bench.advance(MILLI);
        bench.roundsUntilIdle();

        assertThat(isEarly).isFalse();
        assertThat(calls).containsExactly(List.of(1L, 2L, 3L));
    }

    @Test
    void aCallIsFullAtItsBytes() {
        for (int i = 0; i < 4; i++) {
            bench.journal.add(1, Events.view("d" + i, "x".repeat(400)));
        }

        bench.roundsUntilIdle();

        assertThat(calls).isNotEmpty().allMatch(call -> call.size() <= 2);
        assertThat(calls.get(0)).hasSize(2);
    }

    @Test
    void anEventThatIsTooLargeForACallGoesAlone() {
        bench.journal.add(1, Events.view("d1", "x".repeat(5000)));
        bench.journal.add(1, Events.view("d2", "y"));

        bench.run(100 * MILLI, 10 * MILLI);

        assertThat(calls).containsExactlyInAnyOrder(List.of(1L), List.of(2L));
    }

    @Test
    void aPurchaseDoesNotWaitForOthers() {
        views(3);
        bench.journal.add(1, Events.of(EventType.PURCHASE, Events.SECTION, "d9", "order"));

        bench.round();

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0)).startsWith(4L);
    }

    @Test
    void whatStandsBeforeAPurchaseDoesNotWaitEither() {
        bench.journal.add(1, Events.view("d1", "a"));
        bench.journal.add(1, Events.of(EventType.PURCHASE, Events.SECTION, "d1", "order"));

        bench.round();

        assertThat(calls).containsExactly(List.of(1L, 2L));
    }

    @Test
    void eventsOfADeviceKeepTheirOrderInACall() {
        for (int i = 0; i < 12; i++) {
            bench.journal.add(1, Events.view(i % 3 == 0 ? "d1" : "d2", "p"));
        }

        bench.run(200 * MILLI, 10 * MILLI);

        List<Long> all = calls.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(12);
        assertThat(all.stream().filter(seq -> (seq - 1) % 3 == 0)).isSorted();
        assertThat(all.stream().filter(seq -> (seq - 1) % 3 != 0)).isSorted();
        assertThat(calls).allMatch(call -> call.size() <= 8);
    }

    @Test
    void whatIsOfAnotherKindSharesNoCall() {
        sink.batching(100, each -> each.seq() % 2);
        views(8);

        bench.run(100 * MILLI, 10 * MILLI);

        assertThat(calls).containsExactlyInAnyOrder(List.of(1L, 3L, 5L, 7L), List.of(2L, 4L, 6L, 8L));
    }

    @Test
    void aDrainLeavesNothingWaitingForOthers() {
        views(3);
        bench.relay.drain();

        bench.roundsUntilIdle();

        assertThat(calls.stream().flatMap(List::stream)).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void aCallWhoseEndNobodyKnowsIsMadeAgainTheSame() {
        next = Result.unknown("reset");
        views(5);
        bench.run(60 * MILLI, 10 * MILLI);
        views(8);
        List<Long> first = calls.get(0);
        calls.clear();

        next = Result.DELIVERED;
        bench.run(2000 * MILLI, 10 * MILLI);

        assertThat(first).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(calls).contains(first);
        assertThat(calls.stream().flatMap(List::stream)).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void itIsTheSameEvenIfTheVendorIsFullInBetween() {
        next = Result.unknown("reset");
        views(5);
        bench.run(60 * MILLI, 10 * MILLI);
        List<Long> first = calls.get(0);
        next = Result.throttled(429, 1000);
        bench.run(500 * MILLI, 10 * MILLI);
        views(3);
        calls.clear();

        next = Result.DELIVERED;
        bench.run(5000 * MILLI, 10 * MILLI);

        assertThat(calls).contains(first);
        assertThat(calls.stream().flatMap(List::stream)).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void aRefusedCallIsHalvedUntilThePoisonIsAlone() {
        sink.answeringCalls(batch -> {
            boolean isPoisoned = batch.stream().anyMatch(each -> each.seq() == 6);
            if (!isPoisoned) {
                return take(batch);
            }
            calls.add(seqs(batch));
            return Result.refused(400, "status 400");
        });
        views(8);

        bench.run(500 * MILLI, 10 * MILLI);

        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(6L);
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(9, 7, 0, 1, 0));
        assertThat(calls.get(0)).hasSize(8);
        assertThat(calls).contains(List.of(6L)).hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void aRefusedCallOfOneDeviceIsHalvedInItsOrder() {
        List<Long> delivered = new ArrayList<>();
        sink.answeringCalls(batch -> {
            if (batch.stream().anyMatch(each -> each.seq() == 3)) {
                return Result.refused(400, "status 400");
            }
            delivered.addAll(seqs(batch));
            return Result.DELIVERED;
        });
        for (int i = 0; i < 8; i++) {
            bench.journal.add(1, Events.view("d1", "p"));
        }

        bench.run(1000 * MILLI, 10 * MILLI);

        assertThat(delivered).containsExactly(1L, 2L, 4L, 5L, 6L, 7L, 8L);
        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(3L);
    }

    private void views(int count) {
        long from = bench.journal.lastSeq();
        for (int i = 0; i < count; i++) {
            bench.journal.add(bench.nowMillis(), Events.view("d" + (from + i), "p"));
        }
    }

    private Result take(List<Delivery> batch) {
        calls.add(seqs(batch));
        return next;
    }

    private static List<Long> seqs(List<Delivery> batch) {
        return batch.stream().map(Delivery::seq).toList();
    }
}
