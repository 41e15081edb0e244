package dev.weir.relay;

import dev.weir.relay.Relay.Pace;
import dev.weir.relay.Relay.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What delivers events to sinks: one relay, or one for each partition of a journal that has several. Safe for many threads. */
public interface Deliveries extends AutoCloseable {

    /**
     * Delivers what is owed at this moment, but for paused sinks. Blocks the caller.
     *
     * @return false when the limit passed first, or a sink is paused that is owed something; what is left is still owed
     */
    boolean drain(Duration limit) throws InterruptedException;

    /** Makes no new calls of this sink; those under way end. What is accepted is owed until it is resumed. */
    void pause(String sink);

    /** Goes on where it was paused. */
    void resume(String sink);

    /** Feeds the sinks like this from now on, by their names; what is owed stays owed. */
    void retune(Map<String, OutletOptions> options);

    /**
     * Has a sink get a range of the journal again, with the idempotency keys that it had, whatever became of it. What is not the
     * sink's by the config, and what the journal cannot bring any longer, is counted. It is forgotten when the process ends.
     *
     * @param to at most the last number that the sink has looked at, for all after it is owed anyway
     * @return false while another range is being sent again
     * @throws UnsupportedOperationException where a number does not name an event
     */
    boolean tryReplay(String sink, long from, long to);

    /** By section, how fast requests go to a sink, of those sections that have had some and a pace. */
    Map<String, Pace> paces(String sink);

    /**
     * Lets the meters {@code weir.journal.accepted} and {@code weir.sink.delivered}, {@code superseded}, {@code dead_lettered},
     * {@code not_routed}, {@code pending} and {@code cursor} of all sinks show this one moment, until the next call: the first
     * is then the sum of the next five, for every sink.
     */
    void publish();

    /** How many events have been accepted, as far as is known here. */
    long accepted();

    /** Where each sink stands. */
    List<Status> statuses();

    /** By section, where it stands; up to a second old. */
    Map<String, SectionStanding> standings();

    /** Stops, and saves how far the sinks have come. */
    @Override
    void close();
}
