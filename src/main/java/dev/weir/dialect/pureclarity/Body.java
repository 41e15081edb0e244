package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.Context;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request says as a whole, and what can be told of its events by their names. An empty text is as good as none, which
 * is how the module says that it does not know an id yet. Confined to one thread.
 */
final class Body {

    static final Set<String> SECRETS = Set.of(Member.SECRET_KEY.label());
    static final String EVENTS = "events";
    static final String ZONES = "zones";

    /** Of a URL, as of a Referer header. */
    private static final int MAX_URL = 2048;

    private final @Nullable String[] texts = new @Nullable String[Member.COUNT];
    private final boolean[] present = new boolean[Member.COUNT];
    private final boolean[] quoted = new boolean[Member.COUNT];
    private Zones zones = Zones.UNSAID;
    private boolean eventsAreNoArray;
    private int events;
    private int motoOrders;
    private boolean hasPageView;
    private boolean hasSecret;
    private @Nullable Context context;

    private Body() {}

    static Body read(byte[] json) throws RejectedException {
        if (json.length == 0) {
            throw new RejectedException(Rejection.MALFORMED_JSON, null, "no body (expected: a JSON object)");
        }
        Body body = new Body();
        try (JsonReader reader = JsonReader.open(json, SECRETS)) {
            body.members(reader);
            reader.end();
            body.hasSecret = reader.sawSecret();
        }
        return body;
    }

    /** The member as text, or null when it is absent, empty, null, or no scalar. */
    @Nullable
    String text(Member member) {
        return texts[member.slot()];
    }

    /** The same, cut off behind so many characters, or one less where that would be within one. */
    @Nullable
    String text(Member member, int max) {
        String text = text(member);
        if (text == null || text.length() <= max) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    @Nullable
    String url(Member member) {
        return text(member, MAX_URL);
    }

    /** Whether the member is there, be it as null. */
    boolean isPresent(Member member) {
        return present[member.slot()];
    }

    /** Whether it came as a text, and not as a number, a truth value or anything nested. */
    boolean isQuoted(Member member) {
        return quoted[member.slot()];
    }

    /** Whether the secret's name occurred anywhere. */
    boolean hasSecret() {
        return hasSecret;
    }

    /** How many elements {@code events} has. */
    int events() {
        return events;
    }

    boolean eventsAreNoArray() {
        return eventsAreNoArray;
    }

    boolean hasPageView() {
        return hasPageView;
    }

    /** Whether there are events, and each is an order that the shop's staff placed. */
    boolean isBackOffice() {
        return events > 0 && motoOrders == events;
    }

    Zones zones() {
        return zones;
    }

    /** Where the visitor stood: the same for all events that name nobody. */
    Context context() {
        Context known = context;
        if (known == null) {
            known = contextOf(Map.of());
            context = known;
        }
        return known;
    }

    Context contextOf(Map<String, String> identifiers) {
        String referrer = url(Member.REFERER);
        return referrer == null && identifiers.isEmpty()
                ? Context.EMPTY
                : new Context(null, null, null, referrer, null, null, null, identifiers);
    }

    private void members(JsonReader json) throws RejectedException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            Member member = Member.of(name);
            if (member != null) {
                member(member, json);
            } else if (name.equals(EVENTS)) {
                events(json);
            } else if (name.equals(ZONES)) {
                zones = Zones.read(json);
            } else {
                json.skip();
            }
        }
    }

    private void member(Member member, JsonReader json) throws RejectedException {
        present[member.slot()] = true;
        quoted[member.slot()] = json.isQuoted();
        if (json.isNested() || json.isNull()) {
            json.skip();
            return;
        }
        String text = json.text();
        texts[member.slot()] = text.isEmpty() ? null : text;
    }

    private void events(JsonReader json) throws RejectedException {
        if (!json.isArray()) {
            eventsAreNoArray = !json.isNull();
            json.skip();
            return;
        }
        while (json.nextElement()) {
            events++;
            if (json.isObject()) {
                EventName name = name(json);
                hasPageView |= name == EventName.PAGE_VIEW;
                motoOrders += name == EventName.MOTO_ORDER_TRACK ? 1 : 0;
            } else {
                json.skip();
            }
        }
    }

    /** The name of the event that the reader stands on; stands at its end after. */
    private static EventName name(JsonReader json) throws RejectedException {
        EventName event = EventName.OTHER;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("name") && json.isQuoted()) {
                event = EventName.of(json.text());
            } else {
                json.skip();
            }
        }
        return event;
    }

    /** What a request says of the content that its page waits for. */
    enum Zones {
        /** Nothing. */
        UNSAID,
        /** An empty array: none is wanted. */
        NONE,
        WANTED,
        /** Neither objects with an id nor texts. */
        MALFORMED;

        static Zones read(JsonReader json) throws RejectedException {
            if (!json.isArray()) {
                boolean said = !json.isNull();
                json.skip();
                return said ? MALFORMED : UNSAID;
            }
            Zones zones = NONE;
            while (json.nextElement()) {
                boolean isZone = json.isQuoted() || json.isObject();
                zones = isZone && zones != MALFORMED ? WANTED : MALFORMED;
                json.skip();
            }
            return zones;
        }
    }
}
