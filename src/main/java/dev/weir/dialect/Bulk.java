package dev.weir.dialect;

import dev.weir.event.Envelope;
import java.util.List;

/** A vendor's form for several events in one request. Safe for many threads. */
public interface Bulk {

    /** The most events that the vendor takes in one request; at least 2. */
    int maxEvents();

    /**
     * What events of one section must have in common to share a request: those whose keys are equal may.
     *
     * @param envelope a journalled one
     */
    Object key(Envelope envelope);

    /**
     * One request that means what these mean, one after the other.
     *
     * @param singles requests that {@link Dialect#outbound}, or {@link Dialect#reencoded}, made of envelopes with equal keys,
     *     at least two, with the same keys of the section
     */
    Outbound join(List<Outbound> singles);
}
