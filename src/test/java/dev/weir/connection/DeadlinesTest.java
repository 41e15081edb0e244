package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {

    private static final int SLOW = 100;
    private static final ConnectionBounds BOUNDS = new ConnectionBounds(
            SLOW, SLOW, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 1 << 20, true, true);

    private final CountedLoop loop = new CountedLoop();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void whereManyAreOverAtOnceTheLoopLooksAtItsSocketsBetweenAFewAndTheNext() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OpenConnections open = new OpenConnections(SLOW, SLOW, address -> false);
        List<Integer> turns = new ArrayList<>();
        loop.run(() -> {
            Deadlines deadlines =
                    Deadlines.start(loop.executor(), BOUNDS, new ConnectionMeters("public", open, registry));
            for (int i = 0; i < SLOW; i++) {
                deadlines.toHead(new DeadlineLine.Place(() -> turns.add(loop.turn())));
            }
        });
        loop.await(() -> turns.size() == SLOW);

        assertThat(turns.stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                        .values())
                .allMatch(cuts -> cuts <= Deadlines.CUTS_A_TURN);
    }
}
