package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Fewer calls, and the same in the end. */
class FinalListsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** The vendor's lists in the end, and all that is no replaced full-sync, are the same with and without. */
    @Property(tries = 300)
    void theVendorsFinalListsAreThoseWithoutCoalescing(@ForAll long seed) {
        Shop with = shop(seed, new CoalesceOptions(Duration.ofSeconds(5), 2), true);
        Shop without = shop(seed, CoalesceOptions.NEVER, false);

        assertThat(with.lists).isEqualTo(without.lists);
        assertThat(with.others).isEqualTo(without.others);
        assertThat(with.cursor.settled()).isEqualTo(without.cursor.settled());
        assertThat(with.cursor.deadLettered() + with.cursor.superseded() + with.cursor.delivered())
                .isEqualTo(with.cursor.frontier() - 1);
    }

    /** What the vendor has in the end, and the books. */
    private record Shop(Map<String, String> lists, Map<String, List<String>> others, Cursor cursor) {}

    private Shop shop(long seed, CoalesceOptions coalesce, boolean mayFail) {
        Random events = new Random(seed);
        Random failures = new Random(seed + 1);
        RelayBench bench = CoalescingTest.bench(coalesce, 6, new FakeSink("fake", Order.DEVICE, 16));
        Map<String, String> lists = new HashMap<>();
        Map<String, List<String>> others = new HashMap<>();
        bench.sink.answering(each -> {
            if (mayFail && failures.nextInt(6) == 0) {
                return Result.unprocessed("refused stream");
            }
            if (each.seq() % 5 == 0) {
                return Result.refused(400, "status 400");
            }
            bear(each, lists, others);
            return Result.DELIVERED;
        });
        EventType[] types = {
            EventType.CART_SYNC,
            EventType.CART_SYNC,
            EventType.WISH_SYNC,
            EventType.CART_ADD,
            EventType.WISH_ADD,
            EventType.PURCHASE,
            EventType.VIEW
        };
        for (int i = 0; i < 60; i++) {
            EventType type = types[events.nextInt(types.length)];
            String body = events.nextInt(8) == 0 ? "" : "i" + i;
            String device = "d" + events.nextInt(3);
            bench.journal.add(bench.nowMillis(), Events.of(type, Events.SECTION, device, body));
            if (events.nextInt(4) == 0) {
                bench.run(events.nextInt(3) * SECOND, SECOND);
            }
        }
        bench.run(300 * SECOND, SECOND);
        return new Shop(lists, others, bench.journal.load("fake"));
    }

    private static void bear(Delivery each, Map<String, String> lists, Map<String, List<String>> others) {
        String device = each.envelope().deviceId();
        String list = each.envelope().type().label().substring(0, 4) + device;
        switch (each.envelope().type()) {
            case CART_SYNC, WISH_SYNC -> lists.put(list, Events.product(each));
            case CART_ADD, WISH_ADD -> lists.merge(list, " " + Events.product(each), String::concat);
            default -> {}
        }
        if (each.envelope().type() != EventType.CART_SYNC && each.envelope().type() != EventType.WISH_SYNC) {
            others.computeIfAbsent(device, any -> new ArrayList<>()).add(Events.product(each));
        }
    }
}
