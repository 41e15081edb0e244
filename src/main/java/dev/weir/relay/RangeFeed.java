package dev.weir.relay;

import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.JournalReader.Entry.Damaged;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.Routing.Owed;
import dev.weir.relay.sink.Delivery;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a range of the journal into the window once more: at its sections' paces and in its devices' turns like what is owed, but
 * outside the books, which have passed it. It does not keep the journal's files: what goes meanwhile is missing, and counted.
 * Confined to the relay's thread of the sink.
 */
final class RangeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RangeFeed.class);

    /** So many at once, so that they do not stand in the way of what is owed. */
    private static final int MAX_UNDER_WAY = 256;

    private static final int MAX_LOOKS = 1024;

    private final Relay.Setup setup;
    private final String sink;
    private final Steering steering;
    private final Routing routing;
    private final WindowGate gate;
    /** In the order of their numbers. */
    private final Set<Slot<Delivery>> underWay = new LinkedHashSet<>();

    /** Of replays that were given up. */
    private final Set<Slot<Delivery>> strays = new HashSet<>();

    private @Nullable RangeReplay replay;
    private @Nullable JournalReader reader;
    private long nextRead;
    private long to;
    private long delivered;
    private long refused;
    private long skipped;
    private long missing;
    private @Nullable String failure;

    RangeFeed(Relay.Setup setup, String sink, Steering steering, Routing routing, WindowGate gate) {
        this.setup = setup;
        this.sink = sink;
        this.steering = steering;
        this.routing = routing;
        this.gate = gate;
    }

    /** Reads on as far as there is room. Returns whether there is more to look at now. */
    boolean fill(long nowNanos) {
        RangeReplay wanted = steering.replay();
        // Fast path: nobody wants anything.
        if (wanted == null) {
            return false;
        }
        if (wanted != replay) {
            begin(wanted);
        }
        JournalReader open = reader;
        if (open == null) {
            return false;
        }
        boolean hasMore = fill(open, nowNanos);
        publish();
        return hasMore;
    }

    /** Whether it was one of these that is settled. */
    boolean tryOnSettled(Slot<Delivery> slot, Settlement settlement) {
        if (!underWay.remove(slot)) {
            return strays.remove(slot);
        }
        if (settlement == Settlement.DELIVERED) {
            delivered++;
        } else {
            refused++;
        }
        publish();
        return true;
    }

    @Override
    public void close() {
        JournalReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }

    private void begin(RangeReplay wanted) {
        close();
        strays.addAll(underWay);
        underWay.clear();
        ReplayProgress soFar = wanted.progress();
        replay = wanted;
        nextRead = soFar.next();
        to = soFar.to();
        delivered = soFar.delivered();
        refused = soFar.refused();
        skipped = soFar.skipped();
        missing = soFar.missing();
        failure = soFar.failure();
        if (!soFar.isOver()) {
            reader = setup.journal().reader(nextRead);
            LOG.info("sink={} replay=begun next={} last={}", sink, nextRead, to);
        }
    }

    private boolean fill(JournalReader open, long nowNanos) {
        try {
            for (int looks = 0; looks < MAX_LOOKS && nextRead <= to; looks++) {
                if (underWay.size() >= MAX_UNDER_WAY) {
                    return false;
                }
                Entry entry = open.poll();
                if (entry == null && open.isWaiting()) {
                    return true;
                }
                take(entry, nowNanos);
            }
        } catch (UncheckedIOException unreadable) {
            // Not a fault of the sink's, which goes on.
            LOG.error("sink={} replay=given-up next={}", sink, nextRead, unreadable);
            failure = "the journal cannot be read at " + nextRead;
            close();
            return false;
        }
        if (nextRead > to) {
            close();
            return false;
        }
        return true;
    }

    private void take(@Nullable Entry entry, long nowNanos) {
        if (entry == null || entry.seq() > to) {
            missing += to - nextRead + 1;
            nextRead = to + 1;
            return;
        }
        missing += Math.max(0, entry.seq() - nextRead);
        if (entry instanceof Damaged damaged) {
            long last = Math.min(damaged.lastSeq(), to);
            missing += last - Math.max(damaged.seq(), nextRead) + 1;
            nextRead = last + 1;
            return;
        }
        nextRead = entry.seq() + 1;
        // What was erased is passed over too.
        if (entry instanceof Kept kept && routing.of(kept) instanceof Owed owed) {
            underWay.add(gate.admit(kept, owed.section(), owed.dialect(), null, nowNanos));
        } else {
            skipped++;
        }
    }

    private void publish() {
        RangeReplay current = replay;
        if (current == null || current.progress().isOver()) {
            return;
        }
        long next = underWay.isEmpty() ? nextRead : underWay.iterator().next().seq();
        current.publish(
                new ReplayProgress(current.progress().from(), to, next, delivered, refused, skipped, missing, failure));
        if (next > to) {
            LOG.info(
                    "sink={} replay=done last={} delivered={} refused={} skipped={} missing={}",
                    sink,
                    to,
                    delivered,
                    refused,
                    skipped,
                    missing);
        }
    }
}
