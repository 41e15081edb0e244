package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Ids;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.Traces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the state forgets of a person, and of nobody else. */
@Timeout(60)
class StateErasureTest {

    private static final String PERSON = "device-of-the-person";
    private static final String SESSION = "session-of-the-person";
    private static final Map<String, String> NAMES = Map.of("email", "person@shop.example");

    private final Scene scene = new Scene();
    private final List<StateKeeper> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(StateKeeper::close);
        scene.close();
    }

    @Test
    void cartKeysSessionsAndIdentifiersAreForgottenAlsoOnDisk() throws Exception {
        StateKeeper keeper = openWithEverybody();

        // The cart, the name, the key and the session.
        assertThat(keeper.erase(new Traced())).isEqualTo(4);

        assertForgotten(keeper);
        assertThat(textOfSnapshots()).doesNotContain(PERSON, SESSION).contains("device-of-another");
        keeper.close();
        assertForgotten(open());
    }

    @Test
    void everybodyElseStaysAsHeWas() throws Exception {
        StateKeeper keeper = openWithEverybody();

        keeper.erase(new Traced());

        assertOthersStay(keeper);
        keeper.close();
        assertOthersStay(open());
    }

    /** Keys and names are not told apart by section; carts and sessions are. */
    @Test
    void ofTheSameIdInAnotherSectionKeysAndNamesAreForgottenAndCartAndSessionsStay() throws Exception {
        happens("app", PERSON, SESSION, "key-app", Scene.put("z", 3));
        happens("app", "device-in-the-app", "session-in-the-app", "key-app-2", Scene.put("y", 1));
        StateKeeper keeper = openWithEverybody();

        keeper.erase(new Traced());

        assertThat(cart(keeper, "app", PERSON)).containsExactly(Scene.item("z", 3));
        assertThat(keeper.seenSessions().hasSeen("app", SESSION)).isTrue();
        assertThat(isKnown(keeper, "key-app")).isFalse();
        assertThat(isKnown(keeper, "key-app-2")).isTrue();
        assertThat(keeper.seenSessions().hasSeen("app", "session-in-the-app")).isTrue();
    }

    @Test
    void againFindsNothing() throws Exception {
        StateKeeper keeper = openWithEverybody();
        keeper.erase(new Traced());

        assertThat(keeper.erase(new Traced())).isZero();
    }

    private StateKeeper openWithEverybody() {
        happens(
                Scene.SECTION,
                PERSON,
                SESSION,
                "key-1",
                new Event.Delta(Scene.known(NAMES), ItemList.CART, true, List.of(Scene.item("a", 1))));
        happens(
                Scene.SECTION,
                "device-of-another",
                "session-of-another",
                "key-2",
                new Event.Delta(
                        Scene.known(Map.of("email", "another@shop.example")),
                        ItemList.CART,
                        true,
                        List.of(Scene.item("b", 2))));
        return open();
    }

    private StateKeeper open() {
        StateKeeper keeper = scene.open(StateOptions.DEFAULT);
        opened.add(keeper);
        return keeper;
    }

    private void happens(String section, String device, String session, String key, Event event) {
        Envelope envelope = scene.envelope(section, device, session, null, key, event);
        scene.journal.add(scene.wall.get(), envelope);
    }

    private static void assertForgotten(StateKeeper keeper) throws InterruptedException {
        assertThat(cart(keeper, Scene.SECTION, PERSON)).isEmpty();
        assertThat(keeper.seenSessions().hasSeen(Scene.SECTION, SESSION)).isFalse();
        assertThat(isKnown(keeper, "key-1")).isFalse();
    }

    private static void assertOthersStay(StateKeeper keeper) throws InterruptedException {
        assertThat(cart(keeper, Scene.SECTION, "device-of-another")).containsExactly(Scene.item("b", 2));
        assertThat(keeper.seenSessions().hasSeen(Scene.SECTION, "session-of-another"))
                .isTrue();
        assertThat(isKnown(keeper, "key-2")).isTrue();
    }

    private static boolean isKnown(StateKeeper keeper, String key) {
        boolean isKept = keeper.recentKeys().tryClaim(key, new Deaf()) == RecentKeys.Turn.KEPT;
        if (!isKept) {
            keeper.recentKeys().abandon(key);
        }
        return isKept;
    }

    private static List<Item> cart(StateKeeper keeper, String section, String device) throws InterruptedException {
        BlockingQueue<List<Item>> answer = new ArrayBlockingQueue<>(1);
        assertThat(keeper.askCart(section, device, answer::add)).isTrue();
        return answer.take();
    }

    private String textOfSnapshots() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(scene.dir)) {
            for (Path file : files.toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    /** The person's device and session. */
    private record Traced() implements Traces {
        @Override
        public String section() {
            return Scene.SECTION;
        }

        @Override
        public Set<String> devices() {
            return Set.of(PERSON);
        }

        @Override
        public Set<String> sessions() {
            return Set.of(SESSION);
        }

        @Override
        public boolean isOf(Envelope envelope) {
            return PERSON.equals(envelope.deviceId());
        }

        @Override
        public boolean areIn(byte[] bytes, int from, int to) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).contains(PERSON);
        }
    }

    private static final class Deaf implements RecentKeys.Waiter {
        @Override
        public void onKept(Ids ids) {}

        @Override
        public void onAbandoned() {}
    }
}
