package dev.weir.dialect;

import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose parameters have been read. Confined to one thread at a time. */
public interface Call {

    /**
     * What says whose the request is.
     *
     * @throws RejectedException if there is nothing of the kind, or it is none that could exist
     */
    Credential credential() throws RejectedException;

    /** What to say when nobody has that key: that it is unknown, or that it could be nobody's. */
    RejectedException unknownSection();

    /** What to say when a secret is wrong; where a key is worth nothing without its secret, also when the key is. */
    RejectedException wrongSecret();

    /** Who the request says it comes from. Always the same object. */
    Claim claim();

    /** Whether the client asked for no cookies, or has no use for them. */
    default boolean cookieless() {
        return false;
    }

    /**
     * Whether who shows the key is a server of the shop's, and nobody else can: where a key is part of an app, each device has
     * it.
     */
    default boolean isOfServer() {
        return true;
    }

    /**
     * Whom the events are of. A server that speaks for visitors names them in the request.
     *
     * @param connection the other end of the connection
     */
    default Envelope.Client client(Envelope.Client connection) {
        return connection;
    }

    /**
     * What the request means: its events in order, perhaps none. Where one of them is faulty, nothing is taken.
     *
     * @throws RejectedException if something is missing or has no meaning, by the section's {@link Section.Reading},
     *     and it is the fault of no single event
     */
    List<Part> parts(Section section) throws RejectedException;

    /**
     * What the client waits for, or null when the promise is all.
     *
     * @throws RejectedException if it is asked in a way that has no meaning
     */
    default @Nullable Inquiry inquiry(Section section, Ids ids) throws RejectedException {
        return null;
    }

    /** The answer to a request that was accepted, and had no {@link #inquiry}. */
    Answer accepted(Section section, Ids ids);
}
