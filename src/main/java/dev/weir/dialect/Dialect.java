package dev.weir.dialect;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One vendor's wire API. Safe for many threads: a dialect holds no state of a request. */
public interface Dialect {

    /** The word in config, metrics and NDJSON lines. */
    String label();

    /** Every method and path that this dialect serves. */
    List<Route> routes();

    /**
     * Reads a request's parameters, without asking what they mean.
     *
     * @param beacon the request as it came, its secrets still in it; {@link Beacon#bodyKind()} is what the content type
     *     hints at, and the bytes decide
     * @throws RejectedException if the bytes are no valid query, form or JSON
     */
    Call read(Route route, Beacon beacon, Head head) throws RejectedException;

    /**
     * Whether a raw query, which may be malformed, has a parameter of a name that goes with a secret in this dialect, taken from there or
     * not. Asked of every request that has a query.
     */
    default boolean hasSecretIn(String query) {
        return false;
    }

    /**
     * What a request is, where that can be told without reading it: for requests of which there are too many to read. Nothing
     * is taken for it, so that whoever misleads it only has a request of his own refused sooner, or read in full.
     *
     * @return the type of its only event, or null where only {@link #read} tells
     */
    default @Nullable EventType glimpse(Route route, byte[] body) {
        return null;
    }

    /** The answer to a request that was refused, in this vendor's form. */
    Answer rejected(RejectedException rejected);

    /** The same, where the route is known: one that is asked for an image may say so with an image. */
    default Answer rejected(Route route, RejectedException rejected) {
        return rejected(rejected);
    }

    /**
     * The event in a journalled envelope.
     *
     * @throws RejectedException never for what this version of the dialect accepted; for what another version accepted,
     *     and this one cannot read, it says why
     */
    Event decode(Envelope envelope) throws RejectedException;

    /**
     * The request that the vendor gets: the journalled beacon, with the device and session that we assigned put in, and
     * the section's secret where the client had presented it, or the vendor's server wants one.
     *
     * @param acceptedMillis when the event was accepted, Unix milliseconds: delivery may be late
     * @param keys the section's keys in this dialect, at least one
     */
    Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys);

    /**
     * Which of several keys a journalled request shows: the vendor keeps one visitor's carts and lists under each apart.
     *
     * @return the key's id, or null where all events of a section go under one key
     */
    default @Nullable String keyId(Envelope envelope) {
        return null;
    }

    /**
     * The request that the vendor gets of a sink that does not pass on the client's bytes: the same event, written anew from
     * what {@link #decode} makes of it, in the vendor's own spelling. A client's odd types, other names for the same thing
     * and fields that mean nothing are gone. Ids, secret and key are as in {@link #outbound}; so are time, client address and
     * user agent where the vendor's API has a place for them. What the vendor wants and our model has no place for is taken
     * from the journalled beacon; each dialect says what that is.
     *
     * <p>It decodes to an event that is equal to the envelope's, but for the time where the client had named none.
     *
     * @param acceptedMillis when the event was accepted, Unix milliseconds: delivery may be late
     * @param keys the section's keys in this dialect, at least one
     */
    Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys);

    /** The vendor's form for several events in one request, or null where it has none. */
    default @Nullable Bulk bulk() {
        return null;
    }

    /** Whether {@link #refusal} ever says anything. Where it does not, the bodies of 2xx answers are not kept for it. */
    default boolean judgesAnswers() {
        return false;
    }

    /**
     * Why the vendor did not take the events of a request, though it answered 2xx: some vendors say so in the body alone. Asked
     * where the dialect {@link #judgesAnswers}.
     *
     * @param answer its body may be the beginning of a longer one
     * @return a few words that hold nothing the visitor sent, or null where the answer says nothing of the kind
     */
    default @Nullable String refusal(Inquiry.VendorAnswer answer) {
        return null;
    }

    /**
     * Checks default content that an operator configured.
     *
     * @param name what it is the content of: a {@link Route}'s path, or a word of the dialect's own
     * @throws IllegalArgumentException if this dialect has no such content, or the text is not what clients of this
     *     vendor can read; the message says what was expected
     */
    void checkFallback(String name, String json);
}
