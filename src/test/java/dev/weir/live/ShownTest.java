package dev.weir.live;

import static dev.weir.live.LiveScene.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.MessageStage;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown, and what is not. */
final class ShownTest {

    private static final String CANARY = "canary@example.com";

    /** Everything that a client may write freely is the canary. */
    private static final Context SPOKEN = new Context(
            1L,
            CANARY,
            CANARY,
            CANARY,
            new Context.Source(CANARY, CANARY),
            CANARY,
            CANARY,
            Map.of("email", CANARY, "phone", "+4915112345678"));

    private static final Map<String, String> DETAILS = Map.of("address", CANARY, CANARY, "x");

    @Test
    void noTextOfAVisitorsIsShownWhereverItStands() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();

        scene.accept(
                "shop",
                1,
                new Event.SessionStart(SPOKEN),
                new Event.View(SPOKEN, new Item(CANARY, 1, BigDecimal.ONE, CANARY)),
                new Event.Category(SPOKEN, CANARY),
                new Event.Search(SPOKEN, CANARY, CANARY),
                new Event.FullSync(SPOKEN, ItemList.CART, List.of(new Item(CANARY, 1, null, CANARY))),
                new Event.Purchase(SPOKEN, CANARY, BigDecimal.TEN, List.of(), DETAILS),
                new Event.Custom(SPOKEN, CANARY, CANARY, CANARY, BigDecimal.ONE, DETAILS),
                new Event.Promotion(SPOKEN, true, DETAILS),
                new Event.Message(SPOKEN, MessageStage.values()[0], CANARY, CANARY),
                new Event.Story(SPOKEN, CANARY, CANARY, CANARY, CANARY),
                new Event.Popup(SPOKEN, CANARY),
                new Event.PushToken(SPOKEN, CANARY, CANARY, CANARY),
                new Event.Profile(SPOKEN, DETAILS),
                new Event.Page(SPOKEN, CANARY, CANARY, DETAILS),
                new Event.Conversion(SPOKEN, CANARY, CANARY, 1L, DETAILS),
                new Event.Engagement(SPOKEN, CANARY, DETAILS));

        String message = drain(watcher).get(0);
        assertThat(message)
                .doesNotContain("canary")
                .doesNotContain("example")
                .doesNotContain("4915112345678")
                .contains("\"type\":\"search\"", "\"type\":\"engagement\"", "\"seq\":16,");
    }

    @Test
    void aPurchaseShowsItsOrderItsItemsAndWhatTheyCost() {
        LiveScene scene = new LiveScene();
        Watcher watcher = scene.watch();

        scene.accept(
                "shop",
                1,
                new Event.Purchase(
                        Context.EMPTY,
                        "N-100",
                        new BigDecimal("75.50"),
                        List.of(new Item("100500", 3, new BigDecimal("25"), "line")),
                        Map.of("promocode", "SECRET")));

        assertThat(drain(watcher).get(0))
                .contains("\"items\":[{\"id\":\"100500\",\"quantity\":3,\"price\":25}],\"order\":\"N-100\","
                        + "\"amount\":75.50,")
                .doesNotContain("SECRET");
    }

    @Test
    void aConversionsRevenueIsInWholeUnits() {
        SeenEvent seen = SeenEvent.of(
                new Event.Conversion(Context.EMPTY, "signup", "label", 1999L, Map.of()), "accepted", 1, null, null);

        assertThat(seen.amount()).isEqualTo("19.99");
        assertThat(seen.goal()).isEqualTo("signup");
    }

    @Test
    void ofALargeCartTheFirstItemsAreShown() {
        List<Item> items = java.util.Collections.nCopies(25, Item.of("1"));

        SeenEvent seen =
                SeenEvent.of(new Event.FullSync(Context.EMPTY, ItemList.CART, items), "accepted", 1, null, null);

        assertThat(seen.items()).hasSize(SeenEvent.MAX_ITEMS);
        assertThat(seen.itemsLeftOut()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100500", "N-100_5", "a.b:c/d|e#f", "7rjVGhMykT", "R5eQ=="})
    void anIdThatLooksLikeOneIsShown(String id) {
        assertThat(PlainId.shown(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a@b.de", "+491511234567", "Müller", "a\nb", "<b>", "\"", "{}", "50%20"})
    void anythingElseIsAStar(String id) {
        assertThat(PlainId.shown(id)).isEqualTo("*");
        assertThat(PlainId.shown("x".repeat(65))).isEqualTo("*");
    }

    @ParameterizedTest
    @CsvSource({
        "section, shops, 'section: unknown (expected: none, shop)'",
        "dialect, gravity, 'dialect: unknown (expected: gravityfield, none)'",
        "type, views, 'type: unknown (expected: session-start, view, category'",
        "outcome, 404, 'outcome: unknown (expected: accepted, duplicate, rejected, answered, 2xx, 3xx, 4xx, 5xx)'",
        "device, a b, 'device: no id (expected: at most 64 letters'",
        "sections, shop, 'unknown filter (expected: section, dialect, type, outcome, device; or after)'"
    })
    void aFilterThatIsNotUnderstoodSaysWhatIs(String name, String value, String message) {
        assertThatThrownBy(() -> LiveFilter.of(Map.of(name, value), List.of("shop"), List.of("gravityfield")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aFilterShowsWhatMatchesAllOfIt() {
        LiveScene scene = new LiveScene();
        Watcher shop = scene.watch(filter(Map.of("section", "shop", "type", "view", "device", "dev1")));
        Watcher refused = scene.watch(filter(Map.of("outcome", "4xx", "section", "none")));
        Watcher carts = scene.watch(filter(Map.of("type", "cart-sync", "dialect", "personaclick")));

        scene.view("shop", 1);
        scene.view("other", 2);
        scene.refuse(Rejection.UNKNOWN_PATH);
        scene.refuse(Rejection.DRAINING);
        scene.accept("shop", 3, new Event.FullSync(Context.EMPTY, ItemList.CART, List.of()));
        scene.log.onDelivered("files", 1);
        scene.log.onDelivered("files", 2);
        scene.log.onDelivered("files", 3);

        assertThat(drain(shop)).hasSize(2).allMatch(message -> message.contains("\"seq\":1,"));
        assertThat(drain(refused)).hasSize(1).first().asString().contains("unknown-path");
        assertThat(drain(carts)).hasSize(2).allMatch(message -> message.contains("\"seq\":3,"));
    }

    private static LiveFilter filter(Map<String, String> values) {
        return LiveFilter.of(values, List.of("shop", "other"), List.of("personaclick"));
    }
}
