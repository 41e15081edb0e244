package dev.weir.dialect.personaclick;

import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Route;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls that this dialect serves, each with the parameters it knows. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody changes the table after construction.
enum Endpoint {
    INIT("GET", "/init", DeviceNeed.ISSUE, EnumSet.noneOf(Param.class)),
    PUSH("POST", "/push", DeviceNeed.ASSIGN, EnumSet.range(Param.ITEMS, Param.POSITION)),
    CUSTOM("POST", "/push/custom", DeviceNeed.ASSIGN, EnumSet.range(Param.CATEGORY, Param.PAYLOAD)),
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
    PROFILE("POST", "/profile/set", DeviceNeed.OPTIONAL, EnumSet.noneOf(Param.class));

    static final List<Route> ROUTES = Arrays.stream(values()).map(e -> e.route).toList();

    private static final Map<String, Endpoint> BY_PATH =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(e -> e.route.path(), e -> e));

    private final Route route;
    private final DeviceNeed deviceNeed;
    /** A HashMap, for it is quicker to ask than an immutable one. */
    private final HashMap<String, Param> params = new HashMap<>();

    Endpoint(String method, String path, DeviceNeed deviceNeed, EnumSet<Param> own) {
        this.route = new Route(method, path);
        this.deviceNeed = deviceNeed;
        EnumSet<Param> known = EnumSet.range(Param.SHOP_ID, Param.TELEGRAM_ID);
        known.addAll(own);
        known.forEach(param -> params.put(param.label(), param));
    }

    /** The endpoint at this path, or null; each path has one method only. */
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

    /** Whether parameters of the shop's own naming are part of the event. */
    boolean keepsOwn() {
        return this == CUSTOM || this == PROFILE;
    }
}
