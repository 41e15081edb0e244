package dev.weir.dialect.personaclick;

import dev.weir.dialect.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A documented call that only the vendor can answer, and that is passed on. Where a sample in the API reference uses
 * another method than its text says, both are here: {@code GET /transact} is sent as a POST, {@code PUT
 * /import/categories} without a method.
 *
 * @param effect what the call does at the vendor's
 */
record Passage(Route route, Effect effect) {

    /** What a call does at the vendor's: whether it may be sent once for many, or answered by somebody else. */
    enum Effect {
        /** Reads what is the same for every visitor for a minute (API reference, Categories caching). */
        LISTS,
        /** Reads. */
        READS,
        /** Changes something, though some with a GET: sends a message, takes a promo code out of its list. */
        CHANGES
    }

    private static final List<Passage> ALL = List.of(
            reads("GET", "/recommend/*"),
            reads("GET", "/search"),
            reads("GET", "/search/blank"),
            reads("GET", "/search/no_result_queries"),
            reads("GET", "/stories/*"),
            // The cached parameters are those of a listing of products, so all three listings are meant.
            lists("/products"),
            reads("POST", "/products"),
            lists("/products/categories"),
            lists("/category/*"),
            reads("GET", "/products/get"),
            reads("GET", "/products/subscribers/stock"),
            reads("GET", "/products/subscribers/price"),
            reads("GET", "/products/check_product_available_subscription"),
            reads("GET", "/products/check_price_drop_subscription"),
            reads("GET", "/products/not_widgetable"),
            changes("POST", "/subscriptions/manage"),
            changes("POST", "/subscriptions/callback"),
            reads("GET", "/subscriptions/check"),
            reads("GET", "/subscriptions/changes"),
            changes("POST", "/subscriptions/subscribe_for_product_price"),
            changes("POST", "/subscriptions/unsubscribe_from_product_price"),
            changes("POST", "/subscriptions/subscribe_for_product_available"),
            changes("POST", "/subscriptions/unsubscribe_from_product_available"),
            changes("GET", "/transact"),
            changes("POST", "/transact"),
            changes("GET", "/sms/transactional"),
            changes("POST", "/sms/transactional"),
            reads("GET", "/profile"),
            changes("POST", "/profile/force_change_email"),
            changes("POST", "/profile/force_change_phone"),
            changes("GET", "/import/categories"),
            changes("PUT", "/import/categories"),
            changes("POST", "/import/audience"),
            changes("POST", "/import/suppressed"),
            changes("POST", "/import/bonuses"),
            reads("POST", "/crm/search/bulk"),
            reads("GET", "/crm/client_calls"),
            changes("POST", "/crm/client_calls"),
            changes("PATCH", "/crm/client_calls"),
            changes("GET", "/crm/client_calls/*"),
            changes("PATCH", "/crm/client_calls/*"),
            changes("POST", "/segments/add"),
            changes("POST", "/segments/remove"),
            reads("GET", "/segments/get"),
            reads("GET", "/segments/includes"),
            changes("POST", "/sync/orders"),
            reads("GET", "/orders/last_for_user"),
            reads("GET", "/orders/by_user"),
            reads("GET", "/promo_codes"),
            changes("POST", "/promo_codes"),
            changes("DELETE", "/promo_codes/purge"),
            changes("DELETE", "/promo_codes/delete"),
            changes("GET", "/promo_codes/fetch"),
            changes("POST", "/loyalty/members/join"),
            reads("GET", "/loyalty/basic/balance"),
            changes("GET", "/loyalty/basic/init_bonus_usage"),
            changes("POST", "/loyalty/basic/use_bonus_points"),
            changes("POST", "/loyalty/basic/use_bonus_points_confirmed"),
            changes("POST", "/loyalty/basic/event_bonus"),
            reads("GET", "/nps/categories"),
            reads("GET", "/nps/channels"),
            reads("GET", "/nps/reviews"),
            changes("POST", "/nps/create"),
            changes("POST", "/url/create"),
            reads("GET", "/notifications"),
            reads("GET", "/notifications/*"),
            changes("POST", "/chat_reports"),
            reads("POST", "/reputation/shop"));

    static final List<Route> ROUTES = ALL.stream().map(Passage::route).toList();

    private static final Map<Route, Passage> BY_ROUTE = byRoute();

    /** The passage of a route, or of the route that a method and path belong to; null if there is none. */
    static @Nullable Passage of(Route route) {
        Passage exact = BY_ROUTE.get(route);
        return exact != null ? exact : BY_ROUTE.get(new Route(route.method(), pattern(route.path())));
    }

    /** The paths of the calls that only read, each once: what default content can stand in for. */
    static List<String> readPaths() {
        return ALL.stream()
                .filter(Passage::isRead)
                .map(passage -> passage.route.path())
                .distinct()
                .toList();
    }

    boolean isRead() {
        return effect != Effect.CHANGES;
    }

    private static String pattern(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1) + '*';
    }

    private static Passage lists(String path) {
        return new Passage(new Route("GET", path), Effect.LISTS);
    }

    private static Passage reads(String method, String path) {
        return new Passage(new Route(method, path), Effect.READS);
    }

    private static Passage changes(String method, String path) {
        return new Passage(new Route(method, path), Effect.CHANGES);
    }

    private static Map<Route, Passage> byRoute() {
        Map<Route, Passage> byRoute = new HashMap<>();
        for (Passage passage : ALL) {
            byRoute.put(passage.route, passage);
        }
        return byRoute;
    }
}
