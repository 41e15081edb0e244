package dev.weir.dialect;

import dev.weir.event.Beacon;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import org.jspecify.annotations.Nullable;

/** One event of a request, as far as it could be read. */
public sealed interface Part {

    /**
     * An event.
     *
     * @param beacon a request that alone means this event, every secret cut out; a route of the same dialect
     * @param claim who the event says it comes from; the very object of {@link Call#claim()} where it is the request's
     *     visitor
     * @param eventId what the client calls this event, so that a repetition is known: an order's number, an
     *     {@code event_id}; null where it says nothing of the kind
     */
    record Meant(
            Event event,
            Beacon beacon,
            Claim claim,
            @Nullable String eventId) implements Part {}

    /** Something that should have been an event. Nothing of the request is taken then. */
    record Faulty(RejectedException why) implements Part {}
}
