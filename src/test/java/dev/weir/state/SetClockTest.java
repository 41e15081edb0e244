package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Ids;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.state.RecentKeys.Turn;
import dev.weir.state.RecentKeys.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the wall clock while Weir runs: what is remembered is as old as it was. */
@Timeout(60)
class SetClockTest {

    private static final Waiter NOBODY = new Waiter() {
        @Override
        public void onKept(Ids ids) {}

        @Override
        public void onAbandoned() {}
    };

    private final Scene scene = new Scene();
    private StateKeeper keeper;

    @BeforeEach
    void open() throws IOException {
        keeper = StateKeeper.open(scene.setup(StateOptions.DEFAULT));
    }

    @AfterEach
    void close() {
        keeper.close();
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-10 * 365 * 24, -1, 1, 10 * 365 * 24})
    void nothingIsForgottenForIt(long hours) throws InterruptedException {
        happens("before", Scene.put("a", 1));
        scene.setForward.set(Duration.ofHours(hours).toMillis());
        happens("after", Scene.put("a", 1));

        assertThat(cart("device")).containsExactly(Scene.item("a", 2));
        assertThat(keeper.recentKeys().tryClaim("before", NOBODY)).isEqualTo(Turn.KEPT);
        assertThat(keeper.recentKeys().tryClaim("after", NOBODY)).isEqualTo(Turn.KEPT);

        scene.setForward.set(0);
        assertThat(keeper.recentKeys().tryClaim("after", NOBODY)).isEqualTo(Turn.KEPT);
    }

    @ParameterizedTest
    @ValueSource(longs = {-10 * 365 * 24, 10 * 365 * 24})
    void whatIsOldIsForgottenAllTheSame(long hours) throws InterruptedException {
        scene.setForward.set(Duration.ofHours(hours).toMillis());
        happens("key", Scene.put("a", 1));
        assertThat(cart("device")).isNotEmpty();

        scene.wall.addAndGet(StateOptions.DEFAULT.cartAge().toMillis());
        assertThat(cart("device")).isEmpty();
        assertThat(keeper.recentKeys().tryClaim("key", NOBODY)).isEqualTo(Turn.FIRST);
    }

    private void happens(String key, Event event) {
        scene.journal.add(
                scene.wall.get() + scene.setForward.get(),
                scene.envelope(Scene.SECTION, "device", "session", null, key, event));
    }

    /** When this is answered, everything journalled before has been taken in. */
    private List<Item> cart(String device) throws InterruptedException {
        BlockingQueue<List<Item>> answer = new ArrayBlockingQueue<>(1);
        assertThat(keeper.askCart(Scene.SECTION, device, answer::add)).isTrue();
        return answer.take();
    }
}
