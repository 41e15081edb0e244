package dev.weir.dialect.personaclick;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.ItemList;
import dev.weir.event.MessageStage;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call to each endpoint means. */
final class Events {

    private static final String SOMEBODY = "did, email, phone, external_id, loyalty_id or telegram_id";
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    /** The year 5138, far enough; more is no time in seconds. */
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(100_000_000_000L);

    private Events() {}

    static Event read(Endpoint endpoint, Fields fields) throws RejectedException {
        if (fields.strict()) {
            requireDevice(endpoint, fields);
        }
        return readOfAnybody(endpoint, fields);
    }

    /** As {@link #read}, also where the client does not know who it is. */
    static Event readOfAnybody(Endpoint endpoint, Fields fields) throws RejectedException {
        if (fields.strict()) {
            fields.optional(Param.SID);
            fields.optional(Param.SEANCE);
        }
        return switch (endpoint) {
            case INIT -> new Event.SessionStart(Contexts.read(fields, true));
            case PUSH -> PushEvents.read(fields, Contexts.read(fields, true));
            case CUSTOM -> custom(fields, Contexts.read(fields, true));
            case TRACK_OPENED -> message(fields, MessageStage.OPENED);
            case TRACK_RECEIVED -> message(fields, MessageStage.RECEIVED);
            case TRACK_DELIVERED -> message(fields, MessageStage.DELIVERED);
            case TRACK_CLICKED -> message(fields, MessageStage.CLICKED);
            case TRACK_CLOSED -> message(fields, MessageStage.CLOSED);
            case STORIES -> story(fields);
            case POPUP ->
                new Event.Popup(Contexts.read(fields, true), fields.requiredId(Param.POPUP, "the id of the popup"));
            case PUSH_TOKENS -> pushToken(fields);
            case PROFILE -> profile(fields);
            case CART_CLEAR -> new Event.FullSync(Contexts.read(fields, true), ItemList.CART, List.of());
            case CART, COUNTERS, PIXEL, PASSED_ON ->
                throw new RejectedException(Rejection.UNKNOWN_PATH, null, "a path that tells of no event");
        };
    }

    /**
     * What the client calls the event, so that a repetition is known: {@code event_id}, or an order's number; null where it
     * says nothing of the kind.
     */
    static @Nullable String id(Event event, Fields fields) throws RejectedException {
        String id = fields.optionalId(Param.EVENT_ID);
        return id == null && event instanceof Event.Purchase purchase ? purchase.orderId() : id;
    }

    /** The vendor's table: no did, 401. A visitor who is named otherwise needs none. */
    private static void requireDevice(Endpoint endpoint, Fields fields) throws RejectedException {
        boolean needed = endpoint == Endpoint.PUSH || endpoint == Endpoint.CUSTOM || endpoint == Endpoint.PUSH_TOKENS;
        if (needed
                && fields.parameters().text(Param.DID) == null
                && !fields.parameters().isIdentified()) {
            String found = fields.parameters().isPresent(Param.DID) ? "empty" : "missing";
            throw new RejectedException(
                    Rejection.MISSING_DEVICE, Param.DID.label(), found + " (expected: " + SOMEBODY + ")");
        }
    }

    private static Event custom(Fields fields, Context context) throws RejectedException {
        Parameters parameters = fields.parameters();
        String name = fields.requiredId(Param.EVENT, "the name of the event");
        Map<String, String> properties = new HashMap<>(parameters.own());
        for (Map.Entry<String, String> member : parameters.flattened().entrySet()) {
            // React Native repeats under payload what it says at top level.
            if (!member.getValue().equals(wellKnown(parameters, member.getKey()))) {
                properties.put(member.getKey(), member.getValue());
            }
        }
        // One without the other is no campaign, and so a field of the shop's own.
        if (parameters.text(Param.FROM) == null || parameters.text(Param.CODE) == null) {
            putIfPresent(properties, parameters, Param.FROM);
            putIfPresent(properties, parameters, Param.CODE);
        }
        putIfPresent(properties, parameters, Param.PAYLOAD);
        return new Event.Custom(
                context.at(timeMillis(fields)),
                name,
                fields.optional(Param.CATEGORY),
                fields.optional(Param.LABEL),
                fields.number(Param.VALUE),
                properties);
    }

    private static @Nullable String wellKnown(Parameters parameters, String name) {
        Param param = Endpoint.CUSTOM.param(name);
        return param == null ? null : parameters.textOrJson(param);
    }

    private static void putIfPresent(Map<String, String> properties, Parameters parameters, Param param) {
        String text = parameters.textOrJson(param);
        if (text != null) {
            properties.putIfAbsent(param.label(), text);
        }
    }

    private static @Nullable Long timeMillis(Fields fields) throws RejectedException {
        BigDecimal seconds = fields.number(Param.TIME);
        if (seconds == null) {
            return null;
        }
        if (seconds.signum() >= 0 && seconds.compareTo(MAX_SECONDS) < 0) {
            return seconds.multiply(MILLIS).longValue();
        }
        if (fields.strict()) {
            throw Fields.malformed(Param.TIME, "out of range", "Unix seconds");
        }
        return null;
    }

    private static Event message(Fields fields, MessageStage stage) throws RejectedException {
        String code = fields.requiredId(Param.CODE, "the code of the message");
        String type = fields.strict()
                ? fields.required(Param.TYPE, "bulk, chain or transactional")
                : fields.optional(Param.TYPE);
        return new Event.Message(Contexts.read(fields, false), stage, code, type);
    }

    private static Event story(Fields fields) throws RejectedException {
        return new Event.Story(
                Contexts.read(fields, false),
                fields.requiredId(Param.EVENT, "view or click"),
                fields.optionalId(Param.STORY_ID),
                fields.optionalId(Param.SLIDE_ID),
                fields.optionalId(Param.CODE));
    }

    private static Event pushToken(Fields fields) throws RejectedException {
        return new Event.PushToken(
                Contexts.read(fields, true),
                fields.requiredId(Param.PLATFORM, "android, ios or ios_firebase"),
                fields.required(Param.TOKEN, "the push token"),
                fields.optional(Param.PUSH_PROVIDER));
    }

    private static Event profile(Fields fields) throws RejectedException {
        Parameters parameters = fields.parameters();
        if (parameters.text(Param.DID) == null && !parameters.isIdentified()) {
            throw new RejectedException(
                    Rejection.MISSING_PARAMETER, Param.DID.label(), "missing (expected: " + SOMEBODY + ")");
        }
        Context context = Contexts.read(fields, true);
        // An e-mail address both says who it is and is what the profile shall hold.
        Map<String, String> properties = new HashMap<>(context.identifiers());
        properties.putAll(parameters.own());
        return new Event.Profile(context, properties);
    }
}
