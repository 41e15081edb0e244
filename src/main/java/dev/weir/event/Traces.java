package dev.weir.event;

import java.util.Set;

/**
 * What tells one person's events, and bytes that name the person, from all others: for whoever keeps some and is to erase them.
 * Confined to one thread at a time.
 */
public interface Traces {

    /** The section whose events are meant; those of others are somebody else's. */
    String section();

    /** The person's device ids in the section. */
    Set<String> devices();

    /** The person's session ids in the section, by either account. */
    Set<String> sessions();

    /** Whether the event is the person's. */
    boolean isOf(Envelope envelope);

    /** Whether bytes that are no readable event name the person. */
    boolean areIn(byte[] bytes, int from, int to);
}
