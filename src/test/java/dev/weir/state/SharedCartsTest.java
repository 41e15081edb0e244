package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Envelope;
import dev.weir.event.Item;
import dev.weir.event.Traces;
import dev.weir.state.CartChange.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other nodes are told of carts, and asked. */
@Timeout(60)
class SharedCartsTest {

    private static final StateOptions OPTIONS = StateOptions.DEFAULT.withCarts(10, 2, StateOptions.DEFAULT.cartAge());

    private final Scene scene = new Scene();
    private final OtherNodes others = new OtherNodes();
    private final List<StateKeeper> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateKeeper::close);
        scene.close();
    }

    @Test
    void eachChangeIsToldInItsOrderWithWhatCameOfIt() throws Exception {
        StateKeeper keeper = open();
        scene.happens("d", Scene.put("a", 2));
        scene.happens("d", Scene.takeOff("a", 1));
        scene.happens("d", Scene.sync(Scene.item("b", 1), Scene.item("c", null), Scene.item("d", 3)));
        scene.happens("d", Scene.purchase(Scene.item("c", 1)));
        scene.happens("d", Scene.view("a"));
        cart(keeper);

        assertThat(others.changes)
                .containsExactly(
                        new CartChange(Kind.ADD, Map.of("a", 2), Map.of("a", 2)),
                        new CartChange(Kind.TAKE, Map.of("a", 1), Map.of("a", 1)),
                        new CartChange(Kind.SYNC, Map.of("c", 1, "d", 3), Map.of("c", 1, "d", 3)),
                        new CartChange(Kind.BUY, Map.of("c", 1), Map.of("d", 3)));
    }

    @Test
    void cartIsTheOneThatTheOthersKnow() throws Exception {
        StateKeeper keeper = open();
        scene.happens("d", Scene.put("a", 2));
        others.answer = List.of(Scene.item("x", 7));

        assertThat(cart(keeper)).containsExactly(Scene.item("x", 7));
        assertThat(others.asked).as("of what is known here").containsExactly(List.of(Scene.item("a", 2)));
    }

    @Test
    void cartIsThatOfThisNodeWhereTheOthersDoNotKnow() throws Exception {
        StateKeeper keeper = open();
        scene.happens("d", Scene.put("a", 2));

        assertThat(cart(keeper)).containsExactly(Scene.item("a", 2));
    }

    @Test
    void whatIsReplayedIsNotToldAgain() throws Exception {
        scene.happens("d", Scene.put("a", 2));
        StateKeeper keeper = open();

        assertThat(cart(keeper)).containsExactly(Scene.item("a", 2));
        assertThat(others.changes).isEmpty();
    }

    @Test
    void clearByEMailIsToldOfEachDevice() throws Exception {
        StateKeeper keeper = open();
        scene.happens("d", new dev.weir.event.Event.View(Scene.known(Map.of("email", "a@shop.example")), Item.of("1")));
        scene.happens(null, Scene.clear(Map.of("email", "a@shop.example")));
        cart(keeper);

        assertThat(others.changes).containsExactly(new CartChange(Kind.SYNC, Map.of(), Map.of()));
    }

    @Test
    void whoIsErasedHereIsForgottenEverywhere() throws Exception {
        StateKeeper keeper = open();
        keeper.erase(new Traced());

        assertThat(others.forgotten).containsExactly("shop/d");
    }

    @Test
    void erasureIsNotDoneWhileTheOthersCannotBeReached() {
        StateKeeper keeper = open();
        others.isGone = true;

        assertThatThrownBy(() -> keeper.erase(new Traced()))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    private StateKeeper open() {
        StateKeeper keeper = scene.open(OPTIONS);
        keeper.share(others);
        opened.add(keeper);
        return keeper;
    }

    private static List<Item> cart(StateKeeper keeper) throws InterruptedException {
        BlockingQueue<List<Item>> answer = new ArrayBlockingQueue<>(1);
        assertThat(keeper.askCart(Scene.SECTION, "d", answer::add)).isTrue();
        return answer.take();
    }

    private static final class OtherNodes implements SharedCarts {
        private final List<CartChange> changes = new CopyOnWriteArrayList<>();
        private final List<List<Item>> asked = new CopyOnWriteArrayList<>();
        private final List<String> forgotten = new CopyOnWriteArrayList<>();
        private volatile List<Item> answer;
        private volatile boolean isGone;

        @Override
        public void change(String section, String deviceId, CartChange change) {
            changes.add(change);
        }

        @Override
        public Consumer<List<Item>> ask(String section, String deviceId, Consumer<List<Item>> wanted) {
            return known -> {
                asked.add(known);
                wanted.accept(answer == null ? known : answer);
            };
        }

        @Override
        public void forget(String section, Set<String> deviceIds) throws IOException {
            if (isGone) {
                throw new IOException("gone");
            }
            deviceIds.forEach(device -> forgotten.add(section + "/" + device));
        }
    }

    private record Traced() implements Traces {
        @Override
        public String section() {
            return Scene.SECTION;
        }

        @Override
        public Set<String> devices() {
            return Set.of("d");
        }

        @Override
        public Set<String> sessions() {
            return Set.of();
        }

        @Override
        public boolean isOf(Envelope envelope) {
            return false;
        }

        @Override
        public boolean areIn(byte[] bytes, int from, int to) {
            return false;
        }
    }
}
