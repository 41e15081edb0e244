package dev.weir.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lease.Cluster;
import dev.weir.lease.Terms;
import dev.weir.lease.WhenLost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three nodes that deliver to one vendor, in virtual time. */
class SharedPaceTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Deliverer> deliverers = new ArrayList<>();
    private int delivered;

    @Test
    void threeNodesTogetherGoAsFastAsTheVendorAllows() {
        Cluster cluster = cluster(500, 50);
        deliverers.forEach(Deliverer::begin);
        cluster.time.runFor(MINUTE);

        assertThat(delivered).isBetween(29_400, 30_053);
    }

    @Test
    void oneOfThemThatDeliversAloneGoesAsFast() {
        Cluster cluster = cluster(500, 50);
        deliverers.get(1).begin();
        cluster.time.runFor(MINUTE);

        assertThat(delivered).isBetween(29_400, 30_053);
    }

    @Test
    void paceOfOneAtATimeIsSharedToo() {
        Cluster cluster = cluster(10, 1);
        deliverers.forEach(Deliverer::begin);
        cluster.time.runFor(MINUTE);

        assertThat(delivered).isBetween(540, 604);
    }

    @Test
    void withoutTheStoreEachGoesAtItsPart() {
        Cluster cluster = cluster(300, 30);
        cluster.nodes.forEach(node -> node.lose(Duration.ofMillis(1)));
        cluster.time.runFor(Duration.ofSeconds(1));
        deliverers.get(0).begin();
        cluster.time.runFor(MINUTE);

        assertThat(delivered).isBetween(5_990, 6_011);
    }

    @Test
    void whatTheVendorAllowsFromNowOnHoldsForAll() {
        Cluster cluster = cluster(500, 50);
        deliverers.forEach(Deliverer::begin);
        cluster.time.runFor(Duration.ofSeconds(5));
        deliverers.forEach(each -> each.pace.retune(new PaceOptions(100, 10)));
        cluster.time.runFor(Duration.ofSeconds(1));
        int before = delivered;
        cluster.time.runFor(MINUTE);

        assertThat(delivered - before).isBetween(5_800, 6_020);
    }

    @Test
    void withoutALimitNothingIsShared() {
        Cluster cluster = cluster(500, 50);
        SectionPace pace = deliverers.get(0).pace;
        pace.retune(PaceOptions.UNLIMITED);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.tryTake(cluster.time.elapsed())).isTrue();
        }
        pace.retune(new PaceOptions(500, 50));
        deliverers.get(0).begin();
        cluster.time.runFor(MINUTE);

        assertThat(delivered).isBetween(29_400, 30_053);
    }

    private Cluster cluster(long refill, long capacity) {
        Cluster cluster = new Cluster(3, new Terms(refill, capacity, false), WhenLost.SHARE, 7, Duration.ofMillis(1));
        for (Cluster.Node node : cluster.nodes) {
            SectionPace pace = new SectionPace(
                    new PaceOptions(refill, capacity), cluster.time::elapsed, "pace:vendor:shop", node.lessor);
            deliverers.add(new Deliverer(cluster, pace));
        }
        return cluster.connected();
    }

    /** Has always more to send, and looks when it is told that it may. */
    private final class Deliverer {
        private final Cluster cluster;
        private final SectionPace pace;

        Deliverer(Cluster cluster, SectionPace pace) {
            this.cluster = cluster;
            this.pace = pace;
        }

        void begin() {
            while (pace.tryTake(cluster.time.elapsed())) {
                delivered++;
            }
            cluster.time.after(Math.max(1, pace.nanosToNext(cluster.time.elapsed())), this::begin);
        }
    }
}
