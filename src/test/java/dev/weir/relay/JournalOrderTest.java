package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sink that is fed in the journal's order. */
class JournalOrderTest {

    private final RelayBench bench = new RelayBench(Order.JOURNAL, 8);

    @Test
    void manyAreInFlightAsTheyStandInTheJournal() {
        add(20);

        bench.round();

        assertThat(inFlight()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void eachThatIsDeliveredMakesRoomForTheNext() {
        add(20);
        bench.round();

        for (FakeSink.Attempt attempt : bench.sink.open().subList(0, 3)) {
            bench.sink.complete(attempt, Result.DELIVERED);
        }
        bench.round();

        assertThat(inFlight()).containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            bench.journal.add(1, Events.view("d" + i, "a"));
        }
    }

    private List<Long> inFlight() {
        return bench.sink.open().stream().map(each -> each.delivery().seq()).toList();
    }
}
