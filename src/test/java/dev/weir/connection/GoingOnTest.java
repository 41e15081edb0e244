package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GoingOnTest {

    private final CountedLoop loop = new CountedLoop();
    /** In which turn of the loop each was served. */
    private final List<Integer> turns = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void theLoopLooksAtItsSocketsBetweenAFewAndTheNext() {
        loop.run(() -> {
            GoingOn goingOn = new GoingOn(loop.executor());
            for (int i = 0; i < 100; i++) {
                goingOn.add(() -> turns.add(loop.turn()));
            }
        });
        loop.await(() -> turns.size() == 100);

        assertThat(mostOfATurn()).isEqualTo(GoingOn.A_TURN);
    }

    /** Who has asked for much in advance comes again as soon as it is answered. */
    @Test
    void soItDoesWhereEachComesAgainAtOnce() {
        loop.run(() -> again(new GoingOn(loop.executor()), 200));
        loop.await(() -> turns.size() == 200);

        assertThat(mostOfATurn()).isLessThanOrEqualTo(GoingOn.A_TURN);
    }

    @Test
    void oneThatFailsKeepsNobodyFromGoingOn() {
        loop.run(() -> {
            GoingOn goingOn = new GoingOn(loop.executor());
            goingOn.add(() -> {
                throw new IllegalStateException("a bug");
            });
            goingOn.add(() -> turns.add(loop.turn()));
        });
        loop.await(() -> turns.size() == 1);

        assertThat(turns).hasSize(1);
    }

    private void again(GoingOn goingOn, int times) {
        goingOn.add(() -> {
            turns.add(loop.turn());
            if (times > 1) {
                again(goingOn, times - 1);
            }
        });
    }

    private int mostOfATurn() {
        return turns.stream()
                .mapToInt(turn -> (int) turns.stream().filter(turn::equals).count())
                .max()
                .orElse(0);
    }
}
