package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TurnsTogetherTest {

    private final Deque<Runnable> looks = new ArrayDeque<>();
    private int begun;
    private int ended;
    private final TurnsTogether turns = new TurnsTogether(() -> begun++, () -> ended++, looks::add);

    @Test
    void aTurnThatNothingFollowsEndsWithTheNextLook() {
        turn();
        assertThat(begun - ended).isOne();

        look();

        assertThat(ended).isOne();
        assertThat(looks).isEmpty();
    }

    @Test
    void turnsThatFollowAtOnceAreOne() {
        turn();
        turn();
        look();
        turn();
        look();
        assertThat(begun).isOne();
        assertThat(ended).isZero();

        look();

        assertThat(ended).isOne();
    }

    @Test
    void aLoopWithoutRestEndsAfterAFewTurnsAndBeginsAgain() {
        turn();
        for (int i = 0; i < TurnsTogether.MOST_LOOKS; i++) {
            assertThat(ended).isZero();
            turn();
            look();
        }
        assertThat(ended).isOne();

        turn();

        assertThat(begun).isEqualTo(2);
    }

    @Test
    void whatEndsWithinATurnEndsOnce() {
        turn();
        for (int i = 0; i < TurnsTogether.MOST_LOOKS; i++) {
            turns.beginTurn();
            look();
            turns.endTurn();
        }
        assertThat(begun).isEqualTo(ended).isOne();
        assertThat(looks).isEmpty();
    }

    @Property
    void whatBeginsEndsInWhateverOrderTheLoopRunsItsTasks(@ForAll long seed) {
        Random random = new Random(seed);
        boolean isInTurn = false;
        for (int i = 0; i < 200; i++) {
            if (random.nextBoolean() && !looks.isEmpty()) {
                look();
            } else if (isInTurn) {
                turns.endTurn();
                isInTurn = false;
            } else {
                turns.beginTurn();
                isInTurn = true;
            }
            assertThat(begun - ended).isBetween(0, 1);
            assertThat(looks).hasSizeLessThanOrEqualTo(1);
        }
        if (isInTurn) {
            turns.endTurn();
        }
        while (!looks.isEmpty()) {
            look();
        }
        assertThat(ended).isEqualTo(begun);
    }

    private void turn() {
        turns.beginTurn();
        turns.endTurn();
    }

    private void look() {
        looks.remove().run();
    }
}
