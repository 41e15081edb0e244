package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.event.EventType;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.live.LiveBounds;
import dev.weir.live.LiveLog;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the live log is told of a sink's events, and what that costs while nobody looks. */
class ToldFatesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int SETTLEMENTS = 200_000;

    private static final EventType[] TYPES = {
        EventType.CART_SYNC, EventType.CART_SYNC, EventType.WISH_SYNC, EventType.CART_ADD, EventType.PURCHASE
    };

    @Property(tries = 200)
    void eachEventsFateIsToldOnceAndTheyAddUpToTheBooks(@ForAll long seed) {
        RelayBench bench = bench();
        Random events = new Random(seed);
        Random failures = new Random(seed + 1);
        bench.sink.answering(each -> {
            if (failures.nextInt(6) == 0) {
                return Result.unprocessed("refused stream");
            }
            return each.seq() % 5 == 0 ? Result.refused(400, "status 400") : Result.DELIVERED;
        });
        for (int i = 0; i < 60; i++) {
            String section = events.nextInt(10) == 0 ? "gone" : Events.SECTION;
            EventType type = TYPES[events.nextInt(TYPES.length)];
            bench.journal.add(bench.nowMillis(), Events.of(type, section, "d" + events.nextInt(3), "i" + i));
            if (events.nextInt(4) == 0) {
                bench.run(events.nextInt(3) * SECOND, SECOND);
            }
        }
        bench.run(300 * SECOND, SECOND);

        Cursor books = bench.journal.load("fake");
        ToldFates told = bench.told;
        assertThat(books.settled()).isEqualTo(60);
        assertThat(told.settled)
                .hasSize(60)
                .allSatisfy((seq, fates) -> assertThat(fates).hasSize(1));
        assertThat(told.count("delivered")).isEqualTo(books.delivered());
        assertThat(told.count("superseded")).isEqualTo(books.superseded());
        assertThat(told.count("dead-lettered")).isEqualTo(books.deadLettered());
        assertThat(told.supersededBy).allSatisfy((seq, by) -> {
            assertThat(by).isGreaterThan(seq);
            assertThat(told.settled.get(by)).containsExactly("delivered");
        });
    }

    @Example
    void allThatAFullSyncHasReplacedIsSupersededByTheOneThatArrived() {
        RelayBench bench = bench();
        bench.sink.answering(each -> Result.DELIVERED);
        for (int i = 1; i <= 3; i++) {
            bench.journal.add(bench.nowMillis(), Events.of(EventType.CART_SYNC, Events.SECTION, "d", "i" + i));
        }

        bench.run(10 * SECOND, SECOND);

        assertThat(bench.told.supersededBy).containsOnlyKeys(1L, 2L).containsValue(3L);
        assertThat(bench.told.settled.get(3L)).containsExactly("delivered");
    }

    @Example
    void aFailedAttemptSaysWhyAndADeadLetterToo() {
        RelayBench bench = bench();
        bench.sink.answering(each -> bench.told.failures.isEmpty()
                ? Result.unprocessed("connection refused")
                : Result.refused(422, "status 422"));
        bench.journal.add(bench.nowMillis(), Events.of(EventType.VIEW, Events.SECTION, "d", "i"));

        bench.run(10 * SECOND, SECOND);

        assertThat(bench.told.failures).containsExactly("1 connection refused");
        assertThat(bench.told.settled.get(1L)).containsExactly("dead-lettered refused");
    }

    @Example
    void whileNobodyLooksASettlementCostsNoBytes() {
        LiveLog live = new LiveLog(
                LiveBounds.DEFAULT,
                List.of("fake"),
                InstantSource.system(),
                System::nanoTime,
                new SimpleMeterRegistry());
        SinkFates fates = new SinkFates(live, "fake");

        assertThat(bytesPerSettlement(fates)).isLessThan(1);
    }

    private static RelayBench bench() {
        return CoalescingTest.bench(
                new CoalesceOptions(Duration.ofSeconds(5), 2), 6, new FakeSink("fake", Order.DEVICE, 16));
    }

    private static double bytesPerSettlement(SinkFates fates) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        settle(fates);
        long before = threads.getThreadAllocatedBytes(self);
        settle(fates);
        return (double) (threads.getThreadAllocatedBytes(self) - before) / SETTLEMENTS;
    }

    private static void settle(SinkFates fates) {
        for (int i = 0; i < SETTLEMENTS; i++) {
            fates.onSettled(1_000_000L + i, Settlement.DELIVERED, 0);
        }
    }
}
