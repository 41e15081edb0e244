package dev.weir.relay;

/**
 * Where one section stands, at the sinks that keep books of each section (a sink that is fed in the journal's order keeps none).
 *
 * @param owed events that are read or known to be behind, and not settled, at the sink that has most of them
 * @param oldestMillis when the oldest of them that is held was accepted, Unix milliseconds; {@link Long#MAX_VALUE} if none is held
 * @param superseded full-syncs that a later one replaced, since the sinks' relays began
 */
public record SectionStanding(long owed, long oldestMillis, long superseded) {

    /** At both, of which each may have several sinks. */
    SectionStanding plus(SectionStanding other) {
        return new SectionStanding(
                Math.max(owed, other.owed), Math.min(oldestMillis, other.oldestMillis), superseded + other.superseded);
    }

    /** In both of two parts of the journal. */
    public SectionStanding and(SectionStanding other) {
        return new SectionStanding(
                owed + other.owed, Math.min(oldestMillis, other.oldestMillis), superseded + other.superseded);
    }
}
