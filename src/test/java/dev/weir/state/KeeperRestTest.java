package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.event.Item;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the keeper's thread rests, and who wakes it. */
final class KeeperRestTest {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Scene scene = new Scene();
    private final ByHand rest = new ByHand();
    private StateKeeper keeper;

    @BeforeEach
    void open() throws IOException {
        keeper = StateKeeper.open(scene.setup(StateOptions.DEFAULT), rest);
        rest.await(IDLE_NANOS);
    }

    @AfterEach
    void close() {
        keeper.close();
        scene.close();
    }

    @Test
    void whatFollowsWakesNobodyAndIsTakenInTogether() {
        scene.happens("d", Scene.put("a", 1));
        rest.await(GATHER_NANOS);
        assertThat(keeper.lag()).as("the first is taken in at once").isZero();
        int rests = rest.rests();

        for (int i = 0; i < 100; i++) {
            scene.happens("d", Scene.put("a", 1));
        }
        assertThat(rest.isResting()).isTrue();
        assertThat(keeper.lag()).isEqualTo(100);
        rest.timePasses();
        Await.until("all are taken in", () -> keeper.lag() == 0);
        rest.await(GATHER_NANOS);

        assertThat(rest.rests() - rests).isOne();
    }

    @Test
    void whoAsksDoesNotWaitForMore() throws Exception {
        scene.happens("d", Scene.put("a", 1));
        rest.await(GATHER_NANOS);
        scene.happens("d", Scene.put("a", 1));

        CompletableFuture<List<Item>> cart = new CompletableFuture<>();
        keeper.askCart(Scene.SECTION, "d", cart::complete);

        assertThat(cart.get(20, TimeUnit.SECONDS)).containsExactly(Scene.item("a", 2));
    }

    /** Its time passes when the test says so. */
    private static final class ByHand implements Rest {

        private long mostNanos;
        private int rests;
        private boolean isEntered;
        private boolean isWoken;

        @Override
        public synchronized void rest(long nanos) {
            mostNanos = nanos;
            rests++;
            isEntered = true;
            while (!isWoken) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            isEntered = false;
            isWoken = false;
        }

        @Override
        public synchronized void wake() {
            isWoken = true;
            notifyAll();
        }

        void timePasses() {
            wake();
        }

        synchronized boolean isResting() {
            return isEntered && !isWoken;
        }

        synchronized int rests() {
            return rests;
        }

        /** The thread rests for no longer than that. */
        void await(long nanos) {
            Await.until("it rests for " + nanos + " ns", () -> rests(nanos));
        }

        private synchronized boolean rests(long nanos) {
            return isResting() && mostNanos == nanos;
        }
    }
}
