package dev.weir.dialect.personaclick;

import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Route;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls that this dialect reads, each with the parameters it knows. All methods of a path mean the same. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody changes the table after construction.
enum Endpoint {
    INIT("GET", "/init", DeviceNeed.ISSUE, EnumSet.noneOf(Param.class)),
    PUSH("POST", Endpoint.PUSH_PATH, DeviceNeed.ASSIGN, EnumSet.range(Param.ITEMS, Param.POSITION)),
    CUSTOM("POST", Endpoint.CUSTOM_PATH, DeviceNeed.ASSIGN, EnumSet.range(Param.CATEGORY, Param.PAYLOAD)),
    TRACK_OPENED("POST", "/track/opened", DeviceNeed.OPTIONAL, EnumSet.of(Param.TYPE)),
    TRACK_RECEIVED("POST", "/track/received", DeviceNeed.OPTIONAL, EnumSet.of(Param.TYPE)),
    TRACK_DELIVERED("POST", "/track/delivered", DeviceNeed.OPTIONAL, EnumSet.of(Param.TYPE)),
    TRACK_CLICKED("POST", "/track/clicked", DeviceNeed.OPTIONAL, EnumSet.of(Param.TYPE)),
    TRACK_CLOSED("POST", "/track/closed", DeviceNeed.OPTIONAL, EnumSet.of(Param.TYPE)),
    STORIES("POST", "/track/stories", DeviceNeed.OPTIONAL, EnumSet.of(Param.STORY_ID, Param.SLIDE_ID)),
    POPUP("POST", "/popup/showed", DeviceNeed.OPTIONAL, EnumSet.of(Param.POPUP)),
    PUSH_TOKENS(
            "POST",
            "/mobile_push_tokens",
            DeviceNeed.REQUIRE,
            EnumSet.of(Param.TOKEN, Param.PLATFORM, Param.PUSH_PROVIDER)),
    PROFILE("POST", "/profile/set", DeviceNeed.OPTIONAL, EnumSet.noneOf(Param.class)),

    CART("GET", "/products/cart", DeviceNeed.OPTIONAL, EnumSet.noneOf(Param.class)),
    CART_CLEAR(
            List.of(new Route("DELETE", "/products/cart/clear"), new Route("GET", "/products/cart/clear")),
            DeviceNeed.REQUIRE,
            EnumSet.noneOf(Param.class)),
    COUNTERS("GET", "/products/counters", DeviceNeed.OPTIONAL, EnumSet.of(Param.ITEM)),

    /** Not the vendor's: a call of the two above, see {@link Pixel}. */
    PIXEL("GET", "/p.gif", DeviceNeed.ISSUE, EnumSet.range(Param.ITEMS, Param.PAYLOAD)),

    /** Whatever {@link Passage} lists: of these calls nothing is read but whose they are, and of whom. */
    PASSED_ON(List.of(), DeviceNeed.OPTIONAL, EnumSet.noneOf(Param.class));

    static final String PUSH_PATH = "/push";
    static final String CUSTOM_PATH = "/push/custom";

    static final List<Route> ROUTES =
            Arrays.stream(values()).flatMap(e -> e.routes.stream()).toList();

    private static final Map<String, Endpoint> BY_PATH = byPath();

    private final List<Route> routes;
    private final DeviceNeed deviceNeed;
    /** A HashMap, for it is quicker to ask than an immutable one. */
    private final HashMap<String, Param> params = new HashMap<>();

    private int slots;

    Endpoint(String method, String path, DeviceNeed deviceNeed, EnumSet<Param> own) {
        this(List.of(new Route(method, path)), deviceNeed, own);
    }

    Endpoint(List<Route> routes, DeviceNeed deviceNeed, EnumSet<Param> own) {
        this.routes = routes;
        this.deviceNeed = deviceNeed;
        EnumSet<Param> known = EnumSet.range(Param.SHOP_ID, Param.TELEGRAM_ID);
        known.addAll(own);
        for (Param param : known) {
            params.put(param.label(), param);
            slots = Math.max(slots, param.slot() + 1);
        }
    }

    /** The endpoint at this path, or null. */
    static @Nullable Endpoint of(String path) {
        return BY_PATH.get(path);
    }

    DeviceNeed deviceNeed() {
        return deviceNeed;
    }

    /** The parameter of this name here, or null if it means nothing to this call. */
    @Nullable
    Param param(String name) {
        return params.get(name);
    }

    /** How many of {@link Param}'s slots are in use here: every parameter that is asked for lies below. */
    int slots() {
        return slots;
    }

    /** Whether parameters of the shop's own naming are part of the event. */
    boolean keepsOwn() {
        return this == CUSTOM || this == PROFILE;
    }

    private static Map<String, Endpoint> byPath() {
        Map<String, Endpoint> byPath = new HashMap<>();
        for (Endpoint endpoint : values()) {
            endpoint.routes.forEach(route -> byPath.put(route.path(), endpoint));
        }
        return Map.copyOf(byPath);
    }
}
