package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import dev.weir.event.Section;
import dev.weir.event.Sections;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a vendor gets of several full-syncs. */
class CoalescingTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Delivery> arrived = new ArrayList<>();
    private RelayBench bench = bench(new CoalesceOptions(Duration.ofSeconds(5), 100), 4096);

    @Test
    void theLatestFullSyncWins() {
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "a b");
        add(EventType.CART_SYNC, "d1", "a b c");
        bench.roundsUntilIdle();

        assertThat(arrived).isEmpty();
        bench.run(6 * SECOND, SECOND);
        assertThat(bodies()).containsExactly("a b c");
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(4, 1, 2, 0, 0));
    }

    @Test
    void theWindowBeginsWithTheAcceptanceOfTheFirst() {
        add(EventType.CART_SYNC, "d1", "a");
        bench.run(3 * SECOND, SECOND);
        add(EventType.CART_SYNC, "d1", "b");
        bench.run(SECOND + SECOND / 2, SECOND / 2);
        boolean isEarly = !arrived.isEmpty();

        bench.run(SECOND / 2, SECOND / 2);

        assertThat(isEarly).isFalse();
        assertThat(bodies()).containsExactly("b");
    }

    @Test
    void whatHasWaitedInTheJournalIsNotHeldBackLonger() {
        bench.advance(100 * SECOND);
        bench.journal.add(bench.nowMillis() - 4000, Events.of(EventType.CART_SYNC, "shop", "d1", "a"));
        bench.roundsUntilIdle();
        boolean isEarly = !arrived.isEmpty();

        bench.run(SECOND, SECOND);

        assertThat(isEarly).isFalse();
        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void aDeltaOfTheListKeepsBothFullSyncsAroundIt() {
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_ADD, "d1", "delta");
        add(EventType.CART_SYNC, "d1", "b");
        bench.roundsUntilIdle();
        List<String> atOnce = bodies();

        bench.run(6 * SECOND, SECOND);

        assertThat(atOnce).containsExactly("a", "delta");
        assertThat(bodies()).containsExactly("a", "delta", "b");
    }

    @Test
    void aDeltaOfTheOtherListReleasesNothing() {
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.WISH_ADD, "d1", "delta");
        add(EventType.CART_SYNC, "d1", "b");

        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactly("delta", "b");
    }

    @Test
    void aViewBetweenKeepsItsPlaceAmongWhatIsDelivered() {
        add(EventType.VIEW, "d1", "v1");
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.VIEW, "d1", "v2");
        add(EventType.CART_SYNC, "d1", "b");
        add(EventType.VIEW, "d1", "v3");

        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactly("v1", "v2", "b", "v3");
    }

    @Test
    void aPurchaseReleasesBothListsAtOnce() {
        add(EventType.CART_SYNC, "d1", "cart");
        add(EventType.WISH_SYNC, "d1", "wish");
        bench.roundsUntilIdle();
        boolean isEarly = !arrived.isEmpty();

        add(EventType.PURCHASE, "d1", "order");
        bench.roundsUntilIdle();

        assertThat(isEarly).isFalse();
        assertThat(bodies()).containsExactly("cart", "wish", "order");
    }

    @Test
    void aClearReplacesWhatWasThereAndGoesAtOnce() {
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "");
        bench.run(SECOND, SECOND / 10);

        assertThat(bodies()).containsExactly("");
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(3, 1, 1, 0, 0));
    }

    @Test
    void cartAndWishListAreApart() {
        add(EventType.CART_SYNC, "d1", "cart");
        add(EventType.WISH_SYNC, "d1", "wish");

        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactly("cart", "wish");
    }

    @Test
    void devicesAreApart() {
        add(EventType.CART_SYNC, "d1", "one");
        add(EventType.CART_SYNC, "d2", "two");

        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void sectionsAreApart() {
        use(Events.section("fake"), Events.sectionOf("other", "fake"));
        add(EventType.CART_SYNC, "d1", "one");
        bench.journal.add(bench.nowMillis(), Events.of(EventType.CART_SYNC, "other", "d1", "two"));

        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void aSectionMayHoldBackForLonger() {
        use(Events.section("fake").with(new Section.Outflow(Duration.ofSeconds(60), Map.of())));
        add(EventType.CART_SYNC, "d1", "a");
        bench.run(50 * SECOND, SECOND);
        boolean isEarly = !arrived.isEmpty();

        bench.run(11 * SECOND, SECOND);

        assertThat(isEarly).isFalse();
        assertThat(bodies()).containsExactly("a");
    }

    @Test
    void aSectionMayHaveEveryFullSyncSent() {
        use(Events.section("fake").with(new Section.Outflow(Duration.ZERO, Map.of())));
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "b");

        bench.run(SECOND, SECOND);

        assertThat(bodies()).containsExactly("a", "b");
    }

    @Test
    void aSinkThatIsToGetEveryEventGetsThemWhateverASectionSays() {
        bench = bench(CoalesceOptions.NEVER, 4096);
        use(Events.section("fake").with(new Section.Outflow(Duration.ofSeconds(60), Map.of())));
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "b");

        bench.run(SECOND, SECOND);

        assertThat(bodies()).containsExactly("a", "b");
    }

    @Test
    void tooManyThatAreHeldBackReleaseTheOldest() {
        bench = bench(new CoalesceOptions(Duration.ofSeconds(5), 3), 4096);
        for (int i = 1; i <= 5; i++) {
            add(EventType.CART_SYNC, "d" + i, "cart" + i);
            bench.advance(1_000_000);
        }

        bench.roundsUntilIdle();

        assertThat(bodies()).containsExactly("cart1", "cart2");
    }

    @Test
    void anAccountWithoutRoomReleasesWhatItWaitsFor() {
        bench = bench(new CoalesceOptions(Duration.ofSeconds(5), 100), 4);
        for (int i = 1; i <= 6; i++) {
            add(EventType.CART_SYNC, "d" + i, "cart" + i);
        }

        bench.roundsUntilIdle();

        assertThat(bodies()).startsWith("cart1", "cart2").hasSizeLessThan(6);
    }

    @Test
    void anAccountFullOfReplacedOnesReleasesTheirLatest() {
        bench = bench(new CoalesceOptions(Duration.ofSeconds(5), 100), 4);
        for (int i = 1; i <= 6; i++) {
            add(EventType.CART_SYNC, "d1", "cart" + i);
        }

        bench.roundsUntilIdle();

        assertThat(bodies()).containsExactly("cart4");
        assertThat(bench.relay.position().superseded()).isEqualTo(3);
    }

    @Test
    void aDrainReleasesEverythingAndHoldsNothingBackAnyLonger() {
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.WISH_SYNC, "d2", "b");
        bench.roundsUntilIdle();
        boolean isEarly = !arrived.isEmpty();

        bench.relay.drain();
        add(EventType.CART_SYNC, "d3", "c");
        bench.roundsUntilIdle();

        assertThat(isEarly).isFalse();
        assertThat(bodies()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void replacedOnesAreInTheBooksOnceTheirLatestIsDelivered() {
        bench.sink.answering(null);
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "b");
        bench.run(6 * SECOND, SECOND);
        Cursor whileOnItsWay = bench.relay.position();

        bench.sink.complete(bench.sink.open().get(0), Result.DELIVERED);
        bench.roundsUntilIdle();

        assertThat(whileOnItsWay.settled()).isZero();
        assertThat(bench.relay.position()).isEqualTo(new Cursor(3, 1, 1, 0, 0));
    }

    @Test
    void theOneThatWasReplacedGoesInThePlaceOfOneThatIsRefused() {
        refuse("c");
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "b");
        add(EventType.CART_SYNC, "d1", "c");

        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactly("b");
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(4, 1, 1, 1, 0));
    }

    @Test
    void aChainOfWhichAllAreRefusedIsAsManyDeadLetters() {
        refuse("abc");
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "b");
        add(EventType.CART_SYNC, "d1", "c");
        add(EventType.VIEW, "d1", "v");

        bench.run(6 * SECOND, SECOND);

        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(3L, 2L, 1L);
        assertThat(bodies()).containsExactly("v");
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(5, 1, 0, 3, 0));
    }

    @Test
    void aFullSyncThatIsTriedAgainIsNotReplaced() {
        bench.sink.answering(null);
        add(EventType.CART_SYNC, "d1", "a");
        bench.run(6 * SECOND, SECOND);
        bench.sink.complete(bench.sink.open().get(0), Result.unknown("reset"));
        arrived.clear();
        bench.sink.answering(this::take);

        add(EventType.CART_SYNC, "d1", "b");
        bench.run(30 * SECOND, SECOND);

        assertThat(bodies()).containsExactly("a", "b");
    }

    @Test
    void aCrashWhileAFullSyncIsHeldBackLosesNothing() {
        add(EventType.CART_SYNC, "d1", "a");
        add(EventType.CART_SYNC, "d1", "b");
        bench.run(SECOND, SECOND);

        bench.crash();
        bench.run(6 * SECOND, SECOND);

        assertThat(bodies()).containsExactly("b");
        assertThat(bench.journal.load("fake")).isEqualTo(new Cursor(3, 1, 1, 0, 0));
    }

    private void refuse(String bodies) {
        bench.sink.answering(
                each -> bodies.contains(Events.product(each)) ? Result.refused(400, "status 400") : take(each));
    }

    private Result take(Delivery each) {
        arrived.add(each);
        return Result.DELIVERED;
    }

    private RelayBench bench(CoalesceOptions coalesce, int maxHeld) {
        return bench(coalesce, maxHeld, new FakeSink("fake", Order.DEVICE, 16).answering(this::take));
    }

    /** A sink that is fed without a limit. */
    static RelayBench bench(CoalesceOptions coalesce, int maxHeld, FakeSink sink) {
        RelayOptions options = new RelayOptions(
                maxHeld, 1 << 20, 256, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1));
        OutletOptions outlet = new OutletOptions(
                PaceOptions.UNLIMITED,
                coalesce,
                OutletOptions.Batch.DEFAULT,
                Integer.MAX_VALUE,
                BreakerOptions.DEFAULT,
                OutletOptions.Backlog.UNBOUNDED);
        return new RelayBench(sink, options, outlet, Events.section("fake"));
    }

    private void use(Section... sections) {
        bench.sections = () -> Sections.of(List.of(sections));
    }

    private void add(EventType type, String device, String body) {
        bench.journal.add(bench.nowMillis(), Events.of(type, Events.SECTION, device, body));
    }

    private List<String> bodies() {
        return arrived.stream().map(Events::product).toList();
    }
}
