package dev.weir.dialect.gravityfield;

import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import org.jspecify.annotations.Nullable;

/** The events of a request, one at a time. */
final class Events {

    static final String EVENT_TIME = "eventTime";

    private Events() {}

    /** The one event of a journalled request. */
    static Event only(Body body) throws RejectedException {
        return switch (body.endpoint().kind()) {
            case PAGE, CHOOSE -> page(body, false);
            case EVENTS, ENGAGEMENTS -> {
                if (body.entries().isEmpty()) {
                    throw Faults.missing(body.listName(), "an array of 1 object");
                }
                yield of(body, body.entries().get(0), false);
            }
        };
    }

    /** The page that was looked at. */
    static Event page(Body body, boolean strict) throws RejectedException {
        return body.place().page(context(body, body.text(EVENT_TIME), EVENT_TIME, strict));
    }

    /** What an entry means. */
    static Event of(Body body, Entry entry, boolean strict) throws RejectedException {
        String own = entry.text(EVENT_TIME);
        Context context = own == null
                ? context(body, body.text(EVENT_TIME), EVENT_TIME, strict)
                : context(body, own, entry.path() + "." + EVENT_TIME, strict);
        return body.endpoint().kind() == Endpoint.Kind.ENGAGEMENTS
                ? EventMapping.engagement(entry, context)
                : EventMapping.event(entry, context);
    }

    private static Context context(Body body, @Nullable String time, String path, boolean strict)
            throws RejectedException {
        Long millis = time == null ? null : EventTime.millis(time);
        if (strict && time != null && millis == null) {
            throw Faults.malformed(path, "no time", EventTime.EXPECTED);
        }
        return body.place().context(millis, body.visitor().ownId());
    }
}
