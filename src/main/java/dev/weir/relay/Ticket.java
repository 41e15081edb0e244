package dev.weir.relay;

import dev.weir.relay.coalesce.Bearing;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link DeliveryWindow} needs to know of an event.
 *
 * @param seq its number in the journal
 * @param timeMillis when it was accepted, Unix milliseconds
 * @param bytes about how much memory it takes
 * @param bodyBytes how large it is on the wire, about
 * @param laneKey events of equal keys go in order; null for an event that no other has to wait for
 * @param bearing what it means for full-syncs; {@link Bearing#NONE} where nothing is coalesced
 * @param syncKey a full-sync replaces an earlier one of its lane only if their keys are equal
 * @param isUrgent whether its lane goes before others when the sink is behind
 * @param maxBatch with how many events, itself included, it may share a call; 1 for none
 * @param batchKey events share a call only if their keys are equal; null where it shares none
 */
record Ticket(
        long seq,
        long timeMillis,
        int bytes,
        int bodyBytes,
        @Nullable Object laneKey,
        Bearing bearing,
        @Nullable Object syncKey,
        boolean isUrgent,
        int maxBatch,
        @Nullable Object batchKey) {

    /** Of an event that goes alone, and bears on nothing. */
    static Ticket of(long seq, long timeMillis, int bytes, @Nullable Object laneKey) {
        return new Ticket(seq, timeMillis, bytes, bytes, laneKey, Bearing.NONE, null, false, 1, null);
    }
}
