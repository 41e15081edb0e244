package dev.weir.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dead letters that a person wants sent again. */
class ReplayedLettersTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<Delivery> arrived = new ArrayList<>();
    private final List<String> refusedKeys = new ArrayList<>();
    private final RelayBench bench = new RelayBench(Order.DEVICE, 8);
    private boolean isRefusing = true;

    ReplayedLettersTest() {
        bench.sink.answering(this::answer);
        bench.journal.add(7, Events.view("d1", "poison"));
        bench.journal.add(8, Events.view("d1", "b"));
        bench.run(SECOND, SECOND / 10);
        arrived.clear();
    }

    @Test
    void aReplayedLetterArrivesWithTheSameKey() {
        isRefusing = false;

        replay(letter());

        assertThat(arrived).extracting(Delivery::seq).containsExactly(1L);
        assertThat(arrived).extracting(Delivery::idempotencyKey).containsExactlyElementsOf(refusedKeys);
    }

    @Test
    void itIsOutsideTheBooks() {
        Cursor before = bench.relay.position();
        isRefusing = false;

        replay(letter());

        assertThat(before).isEqualTo(new Cursor(3, 1, 0, 1, 0));
        assertThat(bench.relay.position()).isEqualTo(before);
    }

    @Test
    void itsEndIsToldOnce() {
        isRefusing = false;

        replay(letter());
        bench.run(5 * SECOND, SECOND / 10);

        assertThat(bench.deadLetters.replayed()).containsExactly(1L);
    }

    @Test
    void oneThatIsRefusedAgainIsAnotherLetter() {
        replay(letter());
        bench.relay.save();
        bench.deadLetters.sync();

        assertThat(bench.deadLetters.kept()).extracting(DeadLetter::seq).containsExactly(1L, 1L);
        assertThat(bench.deadLetters.replayed()).isEmpty();
        assertThat(bench.relay.position()).isEqualTo(new Cursor(3, 1, 0, 1, 0));
    }

    @Test
    void itTakesItsTurnBehindWhatItsDeviceHasInFlight() {
        isRefusing = false;
        bench.sink.answering(null);
        bench.journal.add(9, Events.view("d1", "c"));
        bench.run(SECOND, SECOND);
        Kept letter = letter();
        bench.deadLetters.askFor(letter);
        bench.run(SECOND, SECOND);
        List<Long> before = open();

        bench.sink.complete(bench.sink.open().get(0), Result.DELIVERED);
        bench.roundsUntilIdle();

        assertThat(before).containsExactly(3L);
        assertThat(open()).containsExactly(1L);
    }

    @Test
    void itIsTriedAgainWhenItFails() {
        bench.sink.answering(null);
        bench.deadLetters.askFor(letter());
        bench.run(SECOND, SECOND);
        bench.sink.complete(bench.sink.open().get(0), Result.unknown("reset"));
        bench.sink.answering(this::answer);
        isRefusing = false;

        bench.run(30 * SECOND, SECOND);

        assertThat(arrived).extracting(Delivery::seq).containsExactly(1L);
        assertThat(bench.deadLetters.replayed()).containsExactly(1L);
    }

    @Test
    void replaysGoAtTheirSectionsPace() {
        bench.section =
                Events.section("fake").with(new Section.Outflow(null, Map.of("fake", new Section.Outflow.Pace(10, 1))));
        bench.crash();
        isRefusing = false;
        Kept letter = letter();
        for (int i = 0; i < 200; i++) {
            bench.deadLetters.askFor(new Kept(1000 + i, 1, letter.envelope()));
        }

        bench.run(5 * SECOND, SECOND / 100);

        assertThat(arrived).hasSizeBetween(45, 52);
    }

    @Test
    void oneOfASectionThatUsesTheSinkNoLongerIsGivenUpAgain() {
        bench.section = Events.section();

        replay(letter());
        bench.deadLetters.sync();

        assertThat(arrived).isEmpty();
        assertThat(bench.deadLetters.kept())
                .extracting(DeadLetter::reason)
                .containsExactly(Reason.REFUSED, Reason.NOT_ROUTED);
        assertThat(bench.relay.position()).isEqualTo(new Cursor(3, 1, 0, 1, 0));
    }

    @Test
    void oneOfASectionThatNobodyKnowsIsGivenUpAgain() {
        bench.sections = () -> Sections.of(List.of());

        replay(letter());
        bench.deadLetters.sync();

        assertThat(bench.deadLetters.kept())
                .extracting(DeadLetter::reason)
                .containsExactly(Reason.REFUSED, Reason.UNKNOWN_SECTION);
    }

    @Test
    void aRelayThatBeginsAnewLetsReplaysUnderWayBeGivenToItAgain() {
        int before = bench.deadLetters.resumed();

        bench.crash();

        assertThat(bench.deadLetters.resumed()).isEqualTo(before + 1);
    }

    private void replay(Kept letter) {
        bench.deadLetters.askFor(letter);
        bench.run(SECOND, SECOND / 10);
    }

    private Kept letter() {
        return bench.deadLetters.kept().get(0).original();
    }

    private Result answer(Delivery each) {
        if (isRefusing && Events.product(each).equals("poison")) {
            refusedKeys.add(each.idempotencyKey());
            return Result.refused(400, "status 400");
        }
        arrived.add(each);
        return Result.DELIVERED;
    }

    private List<Long> open() {
        return bench.sink.open().stream()
                .map((FakeSink.Attempt each) -> each.delivery().seq())
                .toList();
    }
}
