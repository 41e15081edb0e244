package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeadlineLineTest {

    private final DeadlineLine line = new DeadlineLine(2);
    private final List<String> ended = new ArrayList<>();

    @Test
    void whoStandsInLineHasAtLeastItsTime() {
        line.add(place("a"), 10);
        endAll(12);
        assertThat(ended).isEmpty();
        endAll(13);
        endAll(100);

        assertThat(ended).containsExactly("a");
    }

    @Test
    void theyEndInTheOrderInWhichTheyCame() {
        line.add(place("a"), 1);
        line.add(place("b"), 1);
        line.add(place("c"), 2);
        endAll(4);
        assertThat(ended).containsExactly("a", "b");
        endAll(5);

        assertThat(ended).containsExactly("a", "b", "c");
    }

    @Test
    void whoLeavesIsNotEndedWhereverItStands() {
        List<DeadlineLine.Place> places = new ArrayList<>();
        for (String name : List.of("a", "b", "c", "d")) {
            DeadlineLine.Place place = place(name);
            places.add(place);
            line.add(place, 1);
        }
        places.get(0).leave();
        places.get(2).leave();
        places.get(2).leave();
        endAll(9);

        assertThat(ended).containsExactly("b", "d");
    }

    @Test
    void whoComesAgainHasItsTimeAgain() {
        DeadlineLine.Place place = place("a");
        line.add(place, 1);
        line.add(place("b"), 2);
        line.add(place, 3);
        endAll(5);
        assertThat(ended).containsExactly("b");
        endAll(6);

        assertThat(ended).containsExactly("b", "a");
    }

    @Test
    void whoGoesToAnotherLineLeavesThisOne() {
        DeadlineLine.Place place = place("a");
        line.add(place, 1);
        new DeadlineLine(50).add(place, 1);
        endAll(40);

        assertThat(ended).isEmpty();
    }

    private DeadlineLine.Place place(String name) {
        return new DeadlineLine.Place(() -> ended.add(name));
    }

    private void endAll(long tick) {
        while (line.tryEnd(tick)) {
            // One after the other.
        }
    }
}
