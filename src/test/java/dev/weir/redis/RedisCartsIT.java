package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.event.Item;
import dev.weir.state.CartChange;
import dev.weir.state.CartChange.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes' carts in a real Redis. */
final class RedisCartsIT {

    private static final List<Item> NOBODY_KNOWS = List.of(new Item("not known", 1, null, null));

    @RegisterExtension
    private final RedisPair pair = new RedisPair();

    @Test
    void changesOfBothNodesMakeOneCart() throws Exception {
        change(pair.one(), Kind.ADD, lines("a", 2, "b", 1));
        change(pair.other(), Kind.ADD, lines("a", 3, "c", 1));
        change(pair.one(), Kind.TAKE, lines("a", 1));
        assertThat(cart(pair.other())).isEqualTo(lines("a", 4, "b", 1, "c", 1));
        change(pair.other(), Kind.BUY, lines("b", 1));
        change(pair.one(), Kind.TAKE, lines("c", 1000));
        assertThat(cart(pair.one())).isEqualTo(lines("a", 4));
        change(pair.other(), Kind.SYNC, lines("x", 1));
        assertThat(cart(pair.one())).isEqualTo(lines("x", 1));
        change(pair.one(), Kind.SYNC, lines());

        assertThat(cart(pair.other())).as("which is known to be empty").isEqualTo(lines());
    }

    @Test
    void whatOneNodeDoesIsWhatAMapWouldHave() throws Exception {
        Random random = new Random(5);
        Map<String, Integer> cart = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Map<String, Integer> lines = new LinkedHashMap<>();
            for (int line = random.nextInt(3); line > 0; line--) {
                lines.put("i" + random.nextInt(7), 1 + random.nextInt(1000));
            }
            cart = after(kind, cart, lines);
            pair.one().sharing().carts().change("shop", "d", new CartChange(kind, lines, cart));

            assertThat(cart(pair.one())).containsExactlyEntriesOf(cart);
        }
    }

    @Test
    void cartThatIsNotThereIsTheOneOfTheNodeWhoseChangeComes() throws Exception {
        assertThat(known(pair.one())).isSameAs(NOBODY_KNOWS);
        pair.one()
                .sharing()
                .carts()
                .change("shop", "d", new CartChange(Kind.ADD, lines("b", 1), lines("a", 5, "b", 1)));
        Await.until("it is told", () -> known(pair.one()) != NOBODY_KNOWS);

        assertThat(cart(pair.other())).isEqualTo(lines("a", 5, "b", 1));
        assertThat(pair.one().carts("unknown")).isPositive();
        assertThat(pair.other().carts("found")).isEqualTo(1);
    }

    @Test
    void withoutRedisChangesWaitAndComeOnceEach() throws Exception {
        change(pair.one(), Kind.ADD, lines("a", 1));
        assertThat(cart(pair.one())).isEqualTo(lines("a", 1));
        pair.redis().halt();
        begin(pair.one(), Kind.ADD, lines("a", 1));
        Await.until("it is lost", () -> !pair.one().sharing().sessions().isReachable());
        begin(pair.one(), Kind.ADD, lines("a", 1));
        assertThat(known(pair.one())).isSameAs(NOBODY_KNOWS);
        pair.redis().goOn();
        Await.until("it is back", () -> pair.one().sharing().sessions().isReachable());

        assertThat(cart(pair.one())).isEqualTo(lines("a", 3));
        assertThat(pair.one().carts("late")).isEqualTo(1);
    }

    @Test
    void whatHappenedBeforeTheLastFullSyncChangesNothing() throws Exception {
        try (RedisNode late = RedisNode.of(pair.redis(), 3, Duration.ofSeconds(10))) {
            change(late, Kind.SYNC, lines("older", 1));
            assertThat(cart(late)).isEqualTo(lines("older", 1));
            change(pair.one(), Kind.SYNC, lines("new", 1));
            assertThat(cart(pair.one())).isEqualTo(lines("new", 1));
            change(late, Kind.SYNC, lines("old", 1));
            change(late, Kind.ADD, lines("old", 1));

            assertThat(cart(late)).isEqualTo(lines("new", 1));
        }
    }

    @Test
    void noMoreChangesWaitThanTheBound() throws Exception {
        pair.redis().kill();
        Await.until("it is lost", () -> !pair.one().sharing().sessions().isReachable());
        for (int i = 0; i < UntoldChanges.MAX_WAITING + 5; i++) {
            begin(pair.one(), Kind.SYNC, lines("a", 1 + i % 1000));
        }
        Await.until("the oldest are given up", () -> pair.one().count("weir.carts.untold") >= 5);
        pair.redis().start();
        Await.until("it is back", () -> pair.one().sharing().sessions().isReachable());

        Await.until("all is told", () -> known(pair.one()) != NOBODY_KNOWS);
        assertThat(cart(pair.one())).isEqualTo(lines("a", 5));
    }

    @Test
    void whatSomebodyElseWroteThereIsNoCart() throws Exception {
        change(pair.one(), Kind.ADD, lines("a", 1));
        String device = pair.redis()
                .ask("HKEYS weir:carts:young")
                .lines()
                .filter(line -> line.length() == 22)
                .findFirst()
                .orElseThrow();
        pair.redis().ask("HSET weir:carts:young " + device + " rubbish");
        change(pair.one(), Kind.ADD, lines("b", 1));

        assertThat(cart(pair.one())).isEqualTo(lines("b", 1));
    }

    @Test
    void thereAreNeverMoreThanTwiceAsManyAndAllHaveAnEnd() throws Exception {
        for (int i = 0; i < 500; i++) {
            pair.one()
                    .sharing()
                    .carts()
                    .change("shop", "d" + i, new CartChange(Kind.SYNC, lines("a", 1), lines("a", 1)));
        }
        change(pair.one(), Kind.SYNC, lines("a", 1));
        assertThat(cart(pair.one())).isNotEmpty();

        assertThat(count("young") + count("old")).isBetween(RedisNode.MAX, 2 * RedisNode.MAX + 3);
        assertThat(pair.redis().ask("PTTL weir:carts:young")).doesNotContain("-");
        assertThat(pair.redis().ask("PTTL weir:carts:old")).doesNotContain("-");
        change(pair.one(), Kind.ADD, lines("b", 1, "c", 1, "d", 1, "e", 1));
        assertThat(cart(pair.one())).as("the oldest line goes").isEqualTo(lines("b", 1, "c", 1, "d", 1, "e", 1));
    }

    @Test
    void nothingIsLeftOfAPersonWhoIsForgotten() throws Exception {
        change(pair.one(), Kind.ADD, lines("a", 1));
        assertThat(cart(pair.one())).isNotEmpty();
        CompletableFuture<Object> told = new CompletableFuture<>();
        pair.one().sharing().sessions().tell(RedisSessionsIT.wanted("s1", null, Duration.ofHours(1)), told::complete);
        told.get(10, TimeUnit.SECONDS);
        pair.other().sharing().carts().forget("shop", Set.of("d", "device", "another"));

        assertThat(pair.redis().ask("HLEN weir:carts:young")).isEqualTo(":1\r\n");
        assertThat(pair.redis().ask("HLEN weir:sessions:young")).isEqualTo(":1\r\n");
        assertThat(known(pair.one())).isSameAs(NOBODY_KNOWS);
    }

    @Test
    void withoutRedisNobodyIsForgotten() {
        pair.redis().kill();

        assertThatThrownBy(() -> pair.one().sharing().carts().forget("shop", Set.of("d")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("redis: does not answer (expected: ");
    }

    private int count(String hash) throws Exception {
        return Integer.parseInt(pair.redis().ask("HLEN weir:carts:" + hash).replaceAll("\\D", ""));
    }

    /** Waits until it is told. */
    private static void change(RedisNode node, Kind kind, Map<String, Integer> lines) {
        begin(node, kind, lines);
        Await.until("it is told", () -> known(node) != NOBODY_KNOWS);
    }

    private static void begin(RedisNode node, Kind kind, Map<String, Integer> lines) {
        node.sharing().carts().change("shop", "d", new CartChange(kind, lines, lines));
    }

    private static Map<String, Integer> cart(RedisNode node) throws Exception {
        Map<String, Integer> lines = new LinkedHashMap<>();
        known(node).forEach(item -> lines.put(item.id(), item.quantity()));
        return lines;
    }

    private static List<Item> known(RedisNode node) throws Exception {
        CompletableFuture<List<Item>> answer = new CompletableFuture<>();
        node.sharing().carts().ask("shop", "d", answer::complete).accept(NOBODY_KNOWS);
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static Map<String, Integer> after(Kind kind, Map<String, Integer> before, Map<String, Integer> lines) {
        Map<String, Integer> cart = new LinkedHashMap<>(kind == Kind.SYNC ? Map.of() : before);
        lines.forEach((item, quantity) -> {
            int there = cart.getOrDefault(item, 0);
            int left = kind == Kind.TAKE ? there - quantity : kind == Kind.BUY ? 0 : Math.min(1000, there + quantity);
            if (left > 0) {
                cart.put(item, left);
            } else {
                cart.remove(item);
            }
        });
        while (cart.size() > RedisNode.MAX_LINES) {
            cart.remove(cart.keySet().iterator().next());
        }
        return cart;
    }

    /** @param lines items and quantities in turn */
    private static Map<String, Integer> lines(Object... lines) {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < lines.length; i += 2) {
            map.put((String) lines[i], (Integer) lines[i + 1]);
        }
        return map;
    }
}
