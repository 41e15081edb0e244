package dev.weir.state;

import dev.weir.event.Item;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The read models of a process that has seen nothing, for an intake to work with. Nothing follows the journal. */
public final class EmptyState implements StateQueries {

    private final RecentKeys recentKeys;
    private final SeenSessions seenSessions;

    public EmptyState(InstantSource clock, MeterRegistry registry) {
        StateMetrics metrics = new StateMetrics(registry);
        recentKeys = new RecentKeys(StateOptions.DEFAULT, clock, metrics);
        seenSessions = new SeenSessions(
                StateOptions.DEFAULT, section -> true, KeyedHash.random(new Random(7)), clock, metrics);
    }

    public RecentKeys recentKeys() {
        return recentKeys;
    }

    public SeenSessions seenSessions() {
        return seenSessions;
    }

    @Override
    public boolean askCart(String section, String deviceId, Consumer<List<Item>> answer) {
        answer.accept(List.of());
        return true;
    }

    @Override
    public boolean askCounts(String section, String itemId, Consumer<ProductCounts> answer) {
        answer.accept(ProductCounts.NONE);
        return true;
    }
}
