package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sections that share a sink, of which each has little room. */
class SectionsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final RelayOptions TINY =
            new RelayOptions(8, 1 << 20, 4, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(40));

    private final FakeSink sink = new FakeSink("fake", Order.DEVICE, 64);
    private final List<Delivery> arrived = new ArrayList<>();
    private String stuck = "a";
    private RelayBench bench = bench(OutletOptions.UNPACED);

    @Test
    void aStuckSectionDoesNotStopTheOthers() {
        addRoundRobin(6000);

        bench.roundsUntilIdle();

        assertThat(arrivedOf("b")).hasSize(2000);
        assertThat(arrivedOf("c")).hasSize(2000);
    }

    @Test
    void whatAStuckSectionIsOwedStandsInTheCursor() {
        addRoundRobin(6000);

        bench.run(SECOND, SECOND / 10);

        assertThat(bench.journal.load("fake"))
                .isEqualTo(new Cursor(6001, 4000, 0, 0, 0, 0, Map.of("a", new Behind(1, 2000))));
    }

    @Test
    void everythingOfAStuckSectionArrivesInOrderOnceItIsWell() {
        addRoundRobin(6000);
        bench.roundsUntilIdle();

        getWell();

        assertThat(arrivedOf("a")).containsExactlyElementsOf(everyThird(1, 6000));
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(6001, 6000, 0, 0, 0));
    }

    @Test
    void everythingOfAStuckSectionArrivesInOrderAfterACrashToo() {
        addRoundRobin(6000);
        bench.run(SECOND, SECOND / 10);
        stuck = "";

        bench.crash();
        bench.run(SECOND, SECOND / 10);

        assertThat(arrivedOf("a")).containsExactlyElementsOf(everyThird(1, 6000));
        assertThat(arrivedOf("b")).hasSize(2000);
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(6001, 6000, 0, 0, 0));
    }

    @Test
    void whoIsWellAgainKeepsUpWithWhatIsNew() {
        addRoundRobin(600);
        bench.roundsUntilIdle();
        getWell();

        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);

        assertThat(arrivedOf("a")).containsExactlyElementsOf(everyThird(1, 1200));
    }

    @Test
    void oneStuckSectionOfSeveralThatAreBehindDoesNotKeepTheOthersFromCatchingUp() {
        stuck = "ab";
        addRoundRobin(600);
        bench.roundsUntilIdle();

        stuck = "a";
        completeOpen();
        bench.run(SECOND, SECOND / 10);

        assertThat(arrivedOf("b")).hasSize(200);
        assertThat(arrivedOf("a")).isEmpty();
    }

    @Test
    void whatIsDamagedWhileASectionIsBehindIsADeadLetter() {
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        bench.journal.damage(301);

        getWell();

        assertThat(bench.deadLetters.kept())
                .extracting(DeadLetter::reason, DeadLetter::seq, DeadLetter::lastSeq)
                .containsExactly(tuple(Reason.DAMAGED, 301L, 301L));
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(601, 599, 0, 1, 0));
    }

    @Test
    void whatIsNotBroughtYetIsAskedForAgainAtOnce() {
        addRoundRobin(3);
        bench.journal.withhold(1);

        assertThat(bench.round()).isZero();
        bench.roundsUntilIdle();

        assertThat(arrived).hasSize(2);
    }

    @Test
    void whatIsNotBroughtYetIsNotLost() {
        addRoundRobin(600);
        bench.roundsUntilIdle();
        bench.journal.withhold(3);

        getWell();

        assertThat(arrivedOf("a")).containsExactlyElementsOf(everyThird(1, 600));
        assertThat(bench.deadLetters.kept()).isEmpty();
    }

    @Test
    void whatIsDamagedOfOthersIsNoneOfItsBusiness() {
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        bench.journal.damage(302);

        getWell();

        assertThat(bench.deadLetters.kept()).isEmpty();
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(601, 600, 0, 0, 0));
    }

    /** Which event it was cannot be known; that one was lost can. */
    @Test
    void whatWasDamagedBeforeACrashIsOneDeadLetterAllTheSame() {
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        bench.journal.damage(1);
        bench.crash();
        addRoundRobin(60);
        bench.run(SECOND, SECOND / 10);

        bench.crash();
        getWell();

        assertThat(bench.deadLetters.kept())
                .extracting(DeadLetter::reason, DeadLetter::seq, DeadLetter::lastSeq)
                .containsExactly(tuple(Reason.DAMAGED, 3L, 3L));
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(661, 659, 0, 1, 0));
    }

    @Test
    void aSectionThatLeavesTheSinkWhileItIsBehindIsOwedNothing() {
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        use(Events.sectionOf("a"), Events.sectionOf("b", "fake"), Events.sectionOf("c", "fake"));

        bench.crash();
        bench.run(SECOND, SECOND / 10);

        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(601, 400, 0, 0, 200));
    }

    @Test
    void aSectionThatNobodyKnowsAnyLongerGoesToTheDeadLetters() {
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        use(Events.sectionOf("b", "fake"), Events.sectionOf("c", "fake"));

        bench.crash();
        bench.run(SECOND, SECOND / 10);

        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(601, 400, 0, 200, 0));
        assertThat(bench.deadLetters.kept())
                .extracting(DeadLetter::reason)
                .hasSize(200)
                .containsOnly(Reason.UNKNOWN_SECTION);
    }

    @Test
    void aSectionThatBeginsToUseTheSinkGetsWhatIsNew() {
        use(Events.sectionOf("a"), Events.sectionOf("b", "fake"), Events.sectionOf("c", "fake"));
        bench.crash();
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        stuck = "";
        use(sections());

        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);

        assertThat(arrivedOf("a")).containsExactlyElementsOf(everyThird(601, 1200));
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(1201, 1000, 0, 0, 200));
    }

    @Test
    void aSectionThatIsNewToTheSinkFallsBehindLikeAnyOther() {
        use(Events.sectionOf("a"), Events.sectionOf("b", "fake"), Events.sectionOf("c", "fake"));
        bench.crash();
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        use(sections());
        addRoundRobin(600);
        bench.run(SECOND, SECOND / 10);
        Cursor whileStuck = bench.journal.load("fake");

        bench.crash();
        getWell();

        assertThat(whileStuck).isEqualTo(new Cursor(1201, 800, 0, 0, 0, 200, Map.of("a", new Behind(601, 200))));
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(1201, 1000, 0, 0, 200));
    }

    @Test
    void sectionsWithABacklogShareTheSinksCallsAlike() {
        stuck = "abc";
        bench = bench(OutletOptions.UNPACED, RelayOptions.DEFAULT, new FakeSink("fake", Order.DEVICE, 16));
        for (int i = 0; i < 500; i++) {
            bench.journal.add(1, Events.view(FakeDialect.LABEL, "a", "d" + i, "p"));
        }
        for (int i = 0; i < 500; i++) {
            bench.journal.add(1, Events.view(FakeDialect.LABEL, "b", "d" + i, "p"));
        }
        for (int i = 0; i < 20; i++) {
            bench.round();
            completeOpen();
        }

        long ofA = arrivedOf("a").size();
        long ofB = arrivedOf("b").size();

        assertThat(ofA + ofB).isBetween(16L * 19, 16L * 20);
        assertThat(ofA).isBetween(ofB - 16, ofB + 16);
    }

    @Test
    void aSlowPaceOfOneSectionDoesNotSlowAnother() {
        stuck = "";
        Section slow = Events.sectionOf("a", "fake")
                .with(new Section.Outflow(null, Map.of("fake", new Section.Outflow.Pace(10, 1))));
        bench = bench(paced(), TINY, sink);
        use(slow, Events.sectionOf("b", "fake"), Events.sectionOf("c", "fake"));
        bench.crash();
        addRoundRobin(3000);

        bench.run(10 * SECOND, SECOND / 200);

        assertThat(arrivedOf("a")).hasSizeBetween(99, 102).isSorted();
        assertThat(arrivedOf("b")).hasSize(1000);
        assertThat(arrivedOf("c")).hasSize(1000);
    }

    @Test
    void aVendorThatIsFullForOneSectionIsNotFullForAnother() {
        sink.answering(each -> {
            if (each.envelope().section().equals("a")) {
                return Result.throttled(429, 60_000);
            }
            arrived.add(each);
            return Result.DELIVERED;
        });
        addRoundRobin(3000);

        bench.run(10 * SECOND, SECOND / 10);

        assertThat(arrivedOf("b")).hasSize(1000);
        assertThat(arrivedOf("c")).hasSize(1000);
    }

    private static OutletOptions paced() {
        return new OutletOptions(
                new PaceOptions(500, 50),
                CoalesceOptions.OFF,
                OutletOptions.Batch.DEFAULT,
                64,
                BreakerOptions.DEFAULT,
                OutletOptions.Backlog.UNBOUNDED);
    }

    private static Section[] sections() {
        return new Section[] {
            Events.sectionOf("a", "fake"), Events.sectionOf("b", "fake"), Events.sectionOf("c", "fake")
        };
    }

    private RelayBench bench(OutletOptions outlet) {
        return bench(outlet, TINY, sink);
    }

    private RelayBench bench(OutletOptions outlet, RelayOptions options, FakeSink to) {
        to.answering(each -> {
            if (stuck.contains(each.envelope().section())) {
                return null;
            }
            arrived.add(each);
            return Result.DELIVERED;
        });
        return new RelayBench(to, options, outlet, sections());
    }

    private void use(Section... sections) {
        bench.sections = () -> Sections.of(List.of(sections));
    }

    /** Two devices each. */
    private void addRoundRobin(int count) {
        for (int i = 0; i < count; i++) {
            String section = List.of("a", "b", "c").get(i % 3);
            bench.journal.add(1, Events.view(FakeDialect.LABEL, section, "d" + i / 3 % 2, "p"));
        }
    }

    private void getWell() {
        stuck = "";
        completeOpen();
        bench.run(SECOND, SECOND / 10);
    }

    private void completeOpen() {
        for (FakeSink.Attempt attempt : bench.sink.open()) {
            if (!stuck.equals("a") || !attempt.delivery().envelope().section().equals("a")) {
                arrived.add(attempt.delivery());
                bench.sink.complete(attempt, Result.DELIVERED);
            }
        }
    }

    /** In the order of arrival. */
    private List<Long> arrivedOf(String section) {
        return arrived.stream()
                .filter(each -> each.envelope().section().equals(section))
                .map(Delivery::seq)
                .toList();
    }

    private static List<Long> everyThird(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .filter(seq -> (seq - first) % 3 == 0)
                .boxed()
                .toList();
    }
}
