package dev.weir.relay.sink;

import dev.weir.dialect.Dialect;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import dev.weir.journal.JournalReader.Entry.Kept;
import org.jspecify.annotations.Nullable;

/** One event on its way to one sink. Confined to the relay's thread of that sink, but for {@link #idempotencyKey}. */
public final class Delivery {

    private final Kept kept;
    private final Section section;
    private final Dialect dialect;
    private final String idempotencyKey;
    private @Nullable RejectedException undecodable;
    private @Nullable String attemptTraceparent;

    /**
     * A delivery of a journal's entry.
     *
     * @param keyPrefix what makes {@code seq} unique among journals; not asked of an event that has a name of its own
     */
    public Delivery(Kept kept, Section section, Dialect dialect, String keyPrefix) {
        this.kept = kept;
        this.section = section;
        this.dialect = dialect;
        this.idempotencyKey = key(kept, keyPrefix);
    }

    /** One that may be kept twice goes by its name, which is the same in both places. */
    private static String key(Kept kept, String keyPrefix) {
        String name = kept.envelope().notes().name();
        // A power cut may take back a number that was given without fsync; never with the same time.
        return name == null
                ? keyPrefix + kept.seq() + "-" + Long.toString(kept.timeMillis(), Character.MAX_RADIX)
                : "weir-" + name;
    }

    /** The event's number in the journal. */
    public long seq() {
        return kept.seq();
    }

    /** When the event was accepted, Unix milliseconds. */
    public long timeMillis() {
        return kept.timeMillis();
    }

    public Envelope envelope() {
        return kept.envelope();
    }

    /** The journal's entry itself. */
    public Kept kept() {
        return kept;
    }

    /** The section as configured when the event was read from the journal. */
    public Section section() {
        return section;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** What is to be told of the trace, or null: the attempt's own place in it if that is sampled, else the request's. */
    public @Nullable String traceparent() {
        return attemptTraceparent == null ? envelope().client().traceparent() : attemptTraceparent;
    }

    /**
     * Another attempt begins.
     *
     * @param traceparent its place in the trace, or null if it has none of its own
     */
    public void onAttempt(@Nullable String traceparent) {
        attemptTraceparent = traceparent;
    }

    /** The same for every attempt, also after a restart. */
    public String idempotencyKey() {
        return idempotencyKey;
    }

    /**
     * What the envelope means, decoded at the first call of whoever has the entry.
     *
     * @throws RejectedException when this version cannot read what another version accepted
     */
    public Event event() throws RejectedException {
        if (undecodable != null) {
            throw undecodable;
        }
        try {
            return kept.event(dialect::decode);
        } catch (RejectedException e) {
            undecodable = e;
            throw e;
        }
    }
}
