package dev.weir.relay;

import dev.weir.dialect.Dialect;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.coalesce.Bearing;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.pace.SectionPace;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.Sink.Order;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets events into the window: says in whose order each goes, at whose pace, what it means for full-syncs, and which may share a
 * call. Confined to the relay's thread of the sink.
 */
final class WindowGate {

    private static final Object ONE_LANE = new Object();
    private static final String ONE_QUEUE = "";
    /** What an event takes in memory beside its texts, roughly. */
    private static final int OVERHEAD_BYTES = 1024;

    private final Relay.Setup setup;
    private final Sink sink;
    private OutletOptions options;
    private final DeliveryWindow<Delivery> window;
    private final Map<String, SectionQueue<Delivery>> queues = new LinkedHashMap<>();

    WindowGate(Relay.Setup setup, Sink sink, OutletOptions options, DeliveryWindow<Delivery> window) {
        this.setup = setup;
        this.sink = sink;
        this.options = options;
        this.window = window;
    }

    /** Lets an event in, whose books this account keeps; or nobody does, and it is sent on request. */
    Slot<Delivery> admit(
            Kept kept, Section section, Dialect dialect, @Nullable Account<Delivery> account, long nowNanos) {
        Delivery delivery = new Delivery(kept, section, dialect, setup.keyPrefix());
        long hold = account == null ? 0 : holdNanos(section, kept.timeMillis());
        Ticket ticket =
                ticket(delivery, account != null && !coalesceWindow(section).isZero());
        return window.admit(ticket, delivery, account, queue(section), hold, nowNanos);
    }

    /**
     * From now on.
     *
     * @return whether the pace of any section is another
     */
    boolean retune(OutletOptions wanted) {
        options = wanted;
        boolean hasChanged = false;
        Sections sections = setup.sections().get();
        for (SectionQueue<Delivery> queue : queues.values()) {
            queue.retune(wanted.batch());
            Section section = sections.byName(queue.section);
            if (section != null) {
                hasChanged |= queue.pace.retune(pace(section));
            }
        }
        return hasChanged;
    }

    /** Those that have had something to send. */
    Collection<SectionQueue<Delivery>> queues() {
        return queues.values();
    }

    private Ticket ticket(Delivery delivery, boolean isCoalesced) {
        Envelope envelope = delivery.envelope();
        int maxBatch = Math.min(sink.maxBatch(delivery), options.batch().maxEvents());
        int bodyBytes =
                envelope.beacon().body().length + envelope.beacon().query().length();
        Bearing bearing = isCoalesced ? bearing(delivery) : Bearing.NONE;
        return new Ticket(
                delivery.seq(),
                delivery.timeMillis(),
                OVERHEAD_BYTES + bodyBytes,
                bodyBytes,
                laneKey(envelope),
                bearing,
                bearing.isFullSync() ? syncKey(delivery) : null,
                envelope.type() == EventType.PURCHASE || envelope.type() == EventType.CONVERSION,
                maxBatch,
                maxBatch > 1 ? sink.batchKey(delivery) : null);
    }

    private static Bearing bearing(Delivery delivery) {
        EventType type = delivery.envelope().type();
        boolean isSync = type == EventType.CART_SYNC || type == EventType.WISH_SYNC;
        return Bearing.of(type, isSync && isEmpty(delivery));
    }

    private static boolean isEmpty(Delivery delivery) {
        try {
            return delivery.event() instanceof Event.FullSync sync
                    && sync.items().isEmpty();
        } catch (RejectedException unreadable) {
            return false;
        }
    }

    /** A section may have several keys in one dialect, and the vendor keeps a cart under each. */
    private static Object syncKey(Delivery delivery) {
        String dialect = delivery.dialect().label();
        List<Section.Key> keys = delivery.section().keys().getOrDefault(dialect, List.of());
        return new SyncKey(dialect, keys.size() > 1 ? delivery.dialect().keyId(delivery.envelope()) : null);
    }

    private @Nullable Object laneKey(Envelope envelope) {
        if (sink.order() == Order.JOURNAL) {
            return ONE_LANE;
        }
        String device = envelope.deviceId();
        return device == null ? null : new DeviceLane(envelope.section(), device);
    }

    private SectionQueue<Delivery> queue(Section section) {
        boolean isOne = sink.order() == Order.JOURNAL;
        SectionQueue<Delivery> queue = queues.get(isOne ? ONE_QUEUE : section.name());
        if (queue == null) {
            int laneWidth = isOne ? sink.maxInFlight() : 1;
            String name = isOne ? ONE_QUEUE : section.name();
            SectionPace pace = setup.paces().of(sink.name(), name, pace(section));
            queue = new SectionQueue<>(name, pace, laneWidth, options.batch());
            queues.put(name, queue);
        }
        return queue;
    }

    private PaceOptions pace(Section section) {
        Section.Outflow.Pace own = section.outflow().paces().get(sink.name());
        return own == null ? options.pace() : new PaceOptions(own.refillPerSecond(), own.capacity());
    }

    /** Counted from the acceptance, so that what has waited elsewhere is not held back longer. */
    private long holdNanos(Section section, long acceptedMillis) {
        long windowMillis = coalesceWindow(section).toMillis();
        long waited = setup.clock().millis() - acceptedMillis;
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, Math.min(windowMillis, windowMillis - waited)));
    }

    private Duration coalesceWindow(Section section) {
        Duration sinks = options.coalesce().window();
        Duration sections = section.outflow().coalesce();
        // What takes all events as they come has no use for fewer, whatever a section says.
        return sections == null || options.coalesce().isNever() ? sinks : sections;
    }

    private record DeviceLane(String section, String deviceId) {}

    private record SyncKey(String dialect, @Nullable String keyId) {}
}
