package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Route;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls that this dialect serves. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are immutable; nobody can say so of a type.
enum Endpoint {
    PAGE_V1("/ssapi/page", Api.V1, Kind.PAGE, List.of()),
    EVENT_V1("/ssapi/event", Api.V1, Kind.EVENTS, List.of("events", "data")),
    CHOOSE_V1("/ssapi/choose", Api.V1, Kind.CHOOSE, List.of()),
    /** Its body is documented nowhere: each name that could hold the engagements is taken. */
    ENGAGEMENT_V1("/ssapi/engagement", Api.V1, Kind.ENGAGEMENTS, List.of("engagements", "engagement", "events")),
    VISIT_V2("/v2/visit", Api.V2, Kind.PAGE, List.of()),
    /** Early versions of the SDK for Flutter have {@code events}. */
    EVENT_V2("/v2/event", Api.V2, Kind.EVENTS, List.of("data", "events")),
    CHOOSE_V2("/v2/choose", Api.V2, Kind.CHOOSE, List.of("data"));

    /** Where our own URLs for engagements lie; what follows is the token. */
    static final String ENGAGEMENT_URL_PATH = "/v2/engagement/";

    static final Route ENGAGEMENT_URL = new Route("GET", ENGAGEMENT_URL_PATH + "*");

    private static final Endpoint[] ALL = values();

    private final Route route;
    private final Api api;
    private final Kind kind;
    private final List<String> lists;

    Endpoint(String path, Api api, Kind kind, List<String> lists) {
        this.route = new Route("POST", path);
        this.api = api;
        this.kind = kind;
        this.lists = lists;
    }

    /** The endpoint at this path, or null. */
    static @Nullable Endpoint of(String path) {
        for (Endpoint endpoint : ALL) {
            if (endpoint.route.path().equals(path)) {
                return endpoint;
            }
        }
        return null;
    }

    static List<Route> routes() {
        return Stream.concat(Arrays.stream(values()).map(Endpoint::route), Stream.of(ENGAGEMENT_URL))
                .toList();
    }

    Route route() {
        return route;
    }

    Api api() {
        return api;
    }

    Kind kind() {
        return kind;
    }

    /** The names under which a request may have its list of events, or of what it asks for; the usual one first. */
    List<String> lists() {
        return lists;
    }

    /** The vendor's two APIs. */
    enum Api {
        V1,
        V2
    }

    /** What a call is about. */
    enum Kind {
        PAGE,
        EVENTS,
        CHOOSE,
        ENGAGEMENTS
    }
}
