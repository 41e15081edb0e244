package dev.weir.relay;

import dev.weir.dialect.Dialect;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.JournalReader.Entry.Damaged;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.Sink.Order;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the window from the journal: decides for each entry whether it is this sink's to deliver, and gives every number an
 * account, also those that the journal cannot bring any longer. Confined to the relay's thread of the sink.
 */
final class JournalFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFeed.class);
    private static final Object ONE_LANE = new Object();
    /** What an event takes in memory beside its texts, roughly. */
    private static final int OVERHEAD_BYTES = 1024;
    /** How many names that are in no config are told of in the log. */
    private static final int MAX_REPORTED = 100;

    private final Relay.Setup setup;
    private final Sink outlet;
    private final String sink;
    private final Order order;
    private final DeliveryWindow<Delivery> window;
    private final Predicate<DeadLetter> deadLetters;
    private final JournalReader reader;
    private final Set<String> reported = new HashSet<>();
    private boolean isFirstEver;
    private @Nullable Entry carried;
    private long passUntil;
    private Settlement passAs = Settlement.NOT_ROUTED;

    /** @param deadLetters keeps a dead letter; false when it has no room, and the entry is to wait */
    JournalFeed(Relay.Setup setup, Sink sink, DeliveryWindow<Delivery> window, Predicate<DeadLetter> deadLetters) {
        this.setup = setup;
        this.outlet = sink;
        this.sink = sink.name();
        this.order = sink.order();
        this.window = window;
        this.deadLetters = deadLetters;
        this.isFirstEver = window.position().equals(Cursor.START);
        this.reader = setup.journal().reader(window.nextAdmitted());
    }

    /** Reads on until the window is full or the journal has no more. */
    void fill() {
        while (window.hasRoom()) {
            if (window.nextAdmitted() < passUntil) {
                window.pass(window.nextAdmitted(), setup.clock().millis(), passAs);
                continue;
            }
            Entry entry = carried == null ? reader.poll() : carried;
            carried = null;
            if (entry == null) {
                return;
            }
            if (!take(entry)) {
                carried = entry;
                return;
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Returns false when the entry must be taken again, later. */
    private boolean take(Entry entry) {
        long expected = window.nextAdmitted();
        if (entry.seq() > expected) {
            return takeGap(expected, entry.seq() - 1, entry);
        }
        isFirstEver = false;
        if (entry instanceof Damaged damaged) {
            return damaged.lastSeq() < expected || giveUpRange(Reason.DAMAGED, expected, damaged.lastSeq());
        }
        if (entry.seq() < expected) {
            throw new IllegalStateException("journal brought event " + entry.seq() + " after " + (expected - 1));
        }
        return route((Kept) entry);
    }

    /** Entries from before a sink's first day are none of its business; later ones it should have had. */
    private boolean takeGap(long first, long last, Entry afterwards) {
        if (isFirstEver) {
            isFirstEver = false;
            passAs = Settlement.NOT_ROUTED;
            passUntil = last + 1;
        } else if (!giveUpRange(Reason.MISSING, first, last)) {
            return false;
        }
        carried = afterwards;
        return true;
    }

    private boolean giveUpRange(Reason reason, long first, long last) {
        long now = setup.clock().millis();
        if (!deadLetters.test(new DeadLetter(first, last, now, reason, 0, "", "", null, null))) {
            return false;
        }
        LOG.error("sink={} given-up={} first={} last={}", sink, reason.label(), first, last);
        passAs = Settlement.DEAD_LETTERED;
        passUntil = last + 1;
        return true;
    }

    private boolean route(Kept kept) {
        Envelope envelope = kept.envelope();
        if (sink.equals(envelope.notes().carriedTo())) {
            // The call that a page waited for told the vendor of it: to deliver it would count it twice.
            window.pass(kept.seq(), kept.timeMillis(), Settlement.DELIVERED);
            return true;
        }
        Section section = setup.sections().apply(envelope.section());
        if (section == null) {
            return giveUp(kept, Reason.UNKNOWN_SECTION, envelope.section());
        }
        if (!section.sinks().contains(sink) || !outlet.takes(envelope.dialect())) {
            window.pass(kept.seq(), kept.timeMillis(), Settlement.NOT_ROUTED);
            return true;
        }
        Dialect dialect = setup.dialects().apply(envelope.dialect());
        if (dialect == null) {
            return giveUp(kept, Reason.UNKNOWN_DIALECT, envelope.dialect());
        }
        Delivery delivery = new Delivery(kept, section, dialect, setup.keyPrefix());
        window.admit(kept.seq(), kept.timeMillis(), bytes(envelope), laneKey(envelope), delivery);
        return true;
    }

    private boolean giveUp(Kept kept, Reason reason, String name) {
        Dialect dialect = setup.dialects().apply(kept.envelope().dialect());
        long now = setup.clock().millis();
        if (!deadLetters.test(new DeadLetter(kept.seq(), kept.seq(), now, reason, 0, "", "", kept, dialect))) {
            return false;
        }
        if (reported.size() < MAX_REPORTED && reported.add(reason.label() + name)) {
            LOG.error("sink={} given-up={} name={} first={}", sink, reason.label(), name, kept.seq());
        }
        window.pass(kept.seq(), kept.timeMillis(), Settlement.DEAD_LETTERED);
        return true;
    }

    private @Nullable Object laneKey(Envelope envelope) {
        if (order == Order.JOURNAL) {
            return ONE_LANE;
        }
        String device = envelope.deviceId();
        return device == null ? null : new DeviceLane(envelope.section(), device);
    }

    private static int bytes(Envelope envelope) {
        return OVERHEAD_BYTES
                + envelope.beacon().body().length
                + envelope.beacon().query().length();
    }

    private record DeviceLane(String section, String deviceId) {}
}
