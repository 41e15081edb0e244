package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process is killed, again and again, while more comes in than the vendor takes. In virtual time, so that the figure is the relay's own. */
class KillAtSaturationTest {

    private static final int LIVES = 4;
    private static final int LIFE_MILLIS = 10_000;
    private static final int DEVICES = 64;
    private static final int IN_FLIGHT = 16;
    private static final int ACCEPTED_PER_MILLI = 2;
    private static final double MOST_REPEATED = 0.005;

    private final RelayBench bench = new RelayBench(Order.DEVICE, IN_FLIGHT);
    private final Map<Long, Integer> arrivals = new HashMap<>();

    @Test
    void whatIsRepeatedIsWhatWasOnItsWay() {
        bench.sink.answering(delivery -> {
            arrivals.merge(delivery.seq(), 1, Integer::sum);
            return null;
        });

        for (int life = 0; life < LIVES; life++) {
            live(life);
            bench.journal.findNotes();
            bench.crash();
        }

        int repeated = arrivals.values().stream().mapToInt(times -> times - 1).sum();
        assertThat(repeated).isLessThanOrEqualTo((LIVES - 1) * 2 * IN_FLIGHT);
        assertThat((double) repeated / arrivals.size()).isLessThan(MOST_REPEATED);
    }

    /** The devices of each life are others, as those of the clients are that come back. */
    private void live(int life) {
        for (int milli = 0; milli < LIFE_MILLIS; milli++) {
            for (int i = 0; i < ACCEPTED_PER_MILLI; i++) {
                int device = (milli * ACCEPTED_PER_MILLI + i) % DEVICES;
                bench.journal.add(bench.nowMillis(), Events.view("d" + life + "-" + device, "a"));
            }
            takeOne(milli);
            bench.advance(1_000_000);
            bench.roundsUntilIdle();
        }
    }

    /** 800 a second, which with so many on their way is 20 ms each. */
    private void takeOne(int milli) {
        List<FakeSink.Attempt> open = bench.sink.open();
        if (milli % 5 != 0 && !open.isEmpty()) {
            bench.sink.complete(open.get(0), Result.DELIVERED);
        }
    }
}
