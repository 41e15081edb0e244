package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import dev.weir.event.Sections;
import dev.weir.lease.Claim;
import dev.weir.lease.Grant;
import dev.weir.lease.LeaseOptions;
import dev.weir.lease.LeaseStore;
import dev.weir.lease.Lessor;
import dev.weir.lease.Terms;
import dev.weir.lease.Ticker;
import dev.weir.lease.WhenLost;
import dev.weir.meter.SectionTags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A section's limit that is shared, with a store that gives what is wanted as soon as the test lets it. */
class LeasedBucketTest {

    private static final int NODES = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Limit LIMIT = new Limit(400, 800, Mode.ENFORCE);

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<Runnable> due = new ArrayDeque<>();
    private final List<Claim> claims = new ArrayList<>();
    private Terms ordered;

    @Test
    void theFirstTokenIsThereBeforeTheStoreHasAnswered() {
        assertThat(connected().tryTake(section(LIMIT))).isNull();
    }

    @Test
    void tokensComeFromTheStore() {
        SectionLimits limits = connected();
        assertThat(granted(limits, 10)).isEqualTo(2);
        runDue();

        // A quarter of an even part; and on credit again.
        assertThat(granted(limits, 1_000)).isEqualTo(50 + 2);
    }

    @Test
    void aRefusalTellsOfTheWholeLimit() {
        SectionLimits limits = connected();
        granted(limits, 10);

        assertThat(limits.tryTake(section(LIMIT)))
                .isEqualTo(new Refusal(1, "\"default\";r=0;t=1", "\"default\";q=800;w=2"));
        assertThat(limited("enforce")).isEqualTo(9);
    }

    @Test
    void whileTheStoreIsLostARefusalTellsOfTheShare() {
        SectionLimits limits = limits(lessor(WhenLost.SHARE));
        runDue();

        assertThat(granted(limits, 10)).isEqualTo(2);
        assertThat(limits.tryTake(section(LIMIT)))
                .isEqualTo(new Refusal(1, "\"share\";r=0;t=1", "\"share\";q=200;w=2"));
    }

    @Test
    void aShareThatIsSlowTellsHowSlow() {
        SectionLimits limits = limits(lessor(WhenLost.SHARE));
        Section slow = section(new Limit(1, 8, Mode.ENFORCE));
        while (limits.tryTake(slow) == null) {
            // Until it is used up.
        }

        assertThat(limits.tryTake(slow)).isEqualTo(new Refusal(4, "\"share\";r=0;t=4", "\"share\";q=2;w=2"));
    }

    @Test
    void closedRefusesAllAndSaysSo() {
        assertThat(limits(lessor(WhenLost.CLOSED)).tryTake(section(LIMIT)))
                .isEqualTo(new Refusal(1, "\"closed\";r=0;t=1", "\"closed\";q=0;w=1"));
    }

    @ParameterizedTest
    @EnumSource(WhenLost.class)
    void shadowModeRefusesNothing(WhenLost whenLost) {
        Section shadow = section(new Limit(1, 1, Mode.SHADOW));
        SectionLimits limits = limits(lessor(whenLost));
        for (int i = 0; i < 100; i++) {
            assertThat(limits.tryTake(shadow)).isNull();
        }
        if (whenLost != WhenLost.OPEN) {
            assertThat(limited("shadow")).isGreaterThanOrEqualTo(99);
        }
    }

    @Test
    void whatAnOperatorSetsIsOrderedOfTheStore() {
        SectionLimits limits = connected();
        limits.override(section(LIMIT), new Limit(10, 20, Mode.SHADOW));
        runDue();

        assertThat(claims.get(claims.size() - 1).ordered()).isEqualTo(new Terms(10, 20, true));
        assertThat(claims.get(claims.size() - 1).configured()).isEqualTo(new Terms(400, 800, false));
        assertThat(limits.state(section(LIMIT)).limit()).isEqualTo(new Limit(10, 20, Mode.SHADOW));
    }

    @Test
    void whatWasSetOnAnotherNodeHoldsHere() {
        ordered = new Terms(7, 9, false);
        SectionLimits limits = connected();
        granted(limits, 3);
        runDue();

        assertThat(limits.state(section(LIMIT)).limit()).isEqualTo(new Limit(7, 9, Mode.ENFORCE));
    }

    @Test
    void anotherConfigIsOrderedToo() {
        SectionLimits limits = connected();
        granted(limits, 1);
        Section next = section(new Limit(50, 60, Mode.ENFORCE));
        limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of(next)));
        runDue();

        assertThat(claims.get(claims.size() - 1).ordered()).isEqualTo(new Terms(50, 60, false));
        assertThat(limits.state(next).limit()).isEqualTo(next.limit());
    }

    @Test
    void theSameConfigReadAnewOrdersNothing() {
        SectionLimits limits = connected();
        granted(limits, 1);
        runDue();
        int before = claims.size();
        limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of(section(LIMIT))));
        runDue();

        assertThat(claims).hasSize(before);
    }

    @Test
    void whatASectionHeldGoesBackWithIt() {
        SectionLimits limits = connected();
        granted(limits, 1);
        runDue();
        long held = limits.state(section(LIMIT)).tokens();
        limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of()));
        runDue();

        assertThat(held).isPositive();
        assertThat(claims.get(claims.size() - 1).returned()).isEqualTo(held);
    }

    @Test
    void aTokenCostsNoMemory() {
        SectionLimits limits = connected();
        Section generous = section(new Limit(1_000_000, 4_000_000_000L, Mode.ENFORCE));
        limits.tryTake(generous);
        runDue();
        take(limits, generous);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        take(limits, generous);

        assertThat(THREADS.getThreadAllocatedBytes(thread) - before).isLessThan(200_000);
    }

    private static void take(SectionLimits limits, Section section) {
        for (int i = 0; i < 200_000; i++) {
            limits.tryTake(section);
        }
    }

    private SectionLimits connected() {
        Lessor lessor = lessor(WhenLost.SHARE);
        lessor.onBack();
        runDue();
        return limits(lessor);
    }

    private SectionLimits limits(Lessor lessor) {
        return new SectionLimits(nanos::get, SectionLimits.UNKNOWN_DEFAULT, meters, new SectionTags(), lessor);
    }

    private Lessor lessor(WhenLost whenLost) {
        Ticker ticker = new Ticker() {
            @Override
            public void execute(Runnable action) {
                due.add(action);
            }

            @Override
            public void after(long wait, Runnable action) {
                // Nothing is done for time's sake.
            }
        };
        LeaseStore store = new LeaseStore() {
            @Override
            public void claim(Claim claim, Duration term, Consumer<Grant> answered) {
                claims.add(claim);
                Terms inForce = claim.ordered() != null ? claim.ordered() : ordered;
                answered.accept(
                        new Grant(claim.wanted(), claim.charge(), inForce == null ? claim.configured() : inForce));
            }
        };
        return new Lessor(new LeaseOptions(NODES, whenLost, 10), store, ticker, nanos::get, new SplittableRandom(1));
    }

    private void runDue() {
        while (!due.isEmpty()) {
            due.poll().run();
        }
    }

    private int granted(SectionLimits limits, int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += limits.tryTake(section(LIMIT)) == null ? 1 : 0;
        }
        return granted;
    }

    private double limited(String mode) {
        return meters.get("weir.limited")
                .tags("section", "shop", "mode", mode)
                .counter()
                .count();
    }

    private static Section section(Limit limit) {
        return new Section(
                "shop",
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of());
    }
}
