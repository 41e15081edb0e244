package dev.weir.live;

import dev.weir.event.Promise;
import dev.weir.event.Traces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as far as they may be shown. Immutable.
 *
 * @param id grows from request to request, across restarts too
 * @param timeMillis when it came, Unix milliseconds
 * @param section whose it is, or null
 * @param dialect in whose API, or null
 * @param path the route; of a path that is none only the words that occur in some route
 * @param reason why it was refused, or null
 * @param client the network that it came from, or null
 * @param bytes the length of its body, or -1 if it was not read
 * @param micros from its head to its answer, in microseconds
 * @param events the first of its events
 * @param eventsLeftOut how many more there are
 */
record SeenRequest(
        long id,
        long timeMillis,
        @Nullable String section,
        @Nullable String dialect,
        String method,
        String path,
        int status,
        Outcome outcome,
        @Nullable String reason,
        @Nullable Promise promise,
        @Nullable String device,
        @Nullable String session,
        @Nullable String client,
        long bytes,
        long micros,
        List<SeenEvent> events,
        int eventsLeftOut) {

    /** Of a larger batch only the first are shown. */
    static final int MAX_EVENTS = 32;

    /** Whether the person sent it, or an event of it is the person's, as far as is shown whose it is. */
    boolean isOf(Traces person) {
        if (!person.section().equals(section)) {
            return false;
        }
        if (isAny(person, device, session)) {
            return true;
        }
        for (SeenEvent event : events) {
            if (isAny(person, event.device(), event.session())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAny(Traces person, @Nullable String device, @Nullable String session) {
        return (device != null && person.devices().contains(device))
                || (session != null && person.sessions().contains(session));
    }
}
