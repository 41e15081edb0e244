package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.connection.DeadlineLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BodyDeadlinesTest {

    private final LoopByHand loop = new LoopByHand();
    private final BodyDeadlines deadlines = BodyDeadlines.withoutTimer(loop.eventLoop, 2);
    private final List<String> ended = new ArrayList<>();

    @Test
    void aBodyHasAtLeastItsTime() {
        deadlines.add(place("slow"));
        deadlines.onTick();
        deadlines.onTick();

        assertThat(ended).isEmpty();
    }

    @Test
    void aBodyThatTakesLongerIsEndedOnce() {
        deadlines.add(place("slow"));
        for (int tick = 0; tick < 5; tick++) {
            deadlines.onTick();
        }

        assertThat(ended).containsExactly("slow");
    }

    @Test
    void aBodyThatCameInTimeIsLeftAlone() {
        DeadlineLine.Place first = place("first");
        DeadlineLine.Place second = place("second");
        DeadlineLine.Place third = place("third");
        deadlines.add(first);
        deadlines.add(second);
        deadlines.add(third);
        second.leave();
        for (int tick = 0; tick < 5; tick++) {
            deadlines.onTick();
        }

        assertThat(ended).containsExactly("first", "third");
    }

    @Test
    void asManyAsAreDueAreEndedAFewInEachTurnOfTheLoop() {
        for (int i = 0; i < 1_000; i++) {
            deadlines.add(place("slow"));
        }
        for (int tick = 0; tick < 3; tick++) {
            deadlines.onTick();
        }
        int atOnce = ended.size();
        assertThat(atOnce).isBetween(1, 100);
        loop.look();
        assertThat(ended).hasSize(2 * atOnce);
        // Those go on by themselves.
        deadlines.onTick();
        assertThat(ended).hasSize(2 * atOnce);
        while (!loop.rests()) {
            loop.look();
        }

        assertThat(ended).hasSize(1_000);
    }

    @Test
    void whoCameLaterHasItsOwnTime() {
        deadlines.add(place("first"));
        deadlines.onTick();
        deadlines.onTick();
        deadlines.add(place("second"));
        deadlines.onTick();

        assertThat(ended).containsExactly("first");
    }

    @Test
    void toEndTwiceIsToEndOnce() {
        DeadlineLine.Place place = place("slow");
        deadlines.add(place);
        place.leave();
        place.leave();
        deadlines.add(place("other"));
        for (int tick = 0; tick < 5; tick++) {
            deadlines.onTick();
        }

        assertThat(ended).containsExactly("other");
    }

    private DeadlineLine.Place place(String name) {
        return new DeadlineLine.Place(() -> ended.add(name));
    }
}
