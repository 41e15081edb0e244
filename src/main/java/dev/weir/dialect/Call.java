package dev.weir.dialect;

import dev.weir.event.Beacon;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import org.jspecify.annotations.Nullable;

/** A request whose parameters have been read. Confined to the thread that read it. */
public interface Call {

    /**
     * The key that names the section.
     *
     * @throws RejectedException if there is none, or it is none that could exist
     */
    String sectionKey() throws RejectedException;

    /** What to say when nobody has that key: that it is unknown, or that it could be nobody's. */
    RejectedException unknownSection();

    /** The secret that came with the request, or null. */
    @Nullable
    String secret();

    /** What to say when that secret is not the section's. */
    RejectedException wrongSecret();

    /** The device id as presented, or null when absent or empty. May be junk. */
    @Nullable
    String deviceId();

    /** The session id as presented, or null when absent or empty. May be junk. */
    @Nullable
    String sessionId();

    /** What to do when no usable device id came with the request. */
    DeviceNeed deviceNeed();

    /** Whether the client asked for no cookies. */
    boolean cookieless();

    /**
     * What the request means.
     *
     * @throws RejectedException if something is missing or has no meaning, by the section's {@link Section.Reading}
     */
    Event event(Section section) throws RejectedException;

    /** The request as sent, with every secret cut out. */
    Beacon withoutSecrets();

    /** What to do when no usable device id came with the request. */
    enum DeviceNeed {
        /** Hand one out: that is what the call is for. A presented one is echoed, unless the section refuses it. */
        ISSUE,
        /** Assign one. */
        ASSIGN,
        /** Refuse the request: an event of no device would mean nothing. */
        REQUIRE,
        /** Go on without: the event names its visitor otherwise, or needs none. */
        OPTIONAL
    }
}
