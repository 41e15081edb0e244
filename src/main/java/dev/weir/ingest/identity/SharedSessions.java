package dev.weir.ingest.identity;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as all nodes know them. Of two sessions of one device the one that was there first goes on.
 * Safe for many threads; never blocks.
 */
public interface SharedSessions {

    /** Whether somebody is there to be asked, as far as is known. */
    boolean isReachable();

    /**
     * Asks for a device's live session, and opens one if there is none. The request waits a few milliseconds at most.
     *
     * @param learned called with what the others know, on any thread; perhaps never, perhaps after {@code then}
     * @param then called once, on the thread that asks if that is an event loop: with the answer, or when it has been waited for
     *     long enough
     */
    void open(Opening opening, Consumer<Known> learned, Runnable then);

    /**
     * Tells of a session that goes on here; nobody waits.
     *
     * @param learned called once, with the one that goes on everywhere, or null if nobody could be told; on any thread
     */
    void tell(Opening opening, Consumer<@Nullable Known> learned);

    /** Tells of a session that has begun, and takes the place of any other. */
    void replace(Opening opening);

    /**
     * A session that is to be, if there is no live one.
     *
     * @param section the name of the device's
     * @param id the session's
     * @param otherwise its id if a session that was called {@code id} has just ended
     * @param clientId what the client calls it, or null
     * @param idle the time without an event after which a session has ended
     */
    record Opening(
            String section,
            String deviceId,
            String id,
            String otherwise,
            @Nullable String clientId,
            Duration idle) {}

    /**
     * The session that goes on.
     *
     * @param clientId what a client called it last, or null
     * @param isNew whether it is the one that was to be
     */
    record Known(String id, @Nullable String clientId, boolean isNew) {}
}
