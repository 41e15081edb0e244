package dev.weir.relay.simulation;

import dev.weir.event.EventType;
import dev.weir.journal.CursorStore.Cursor;

/** What a run of one sink came to. */
record Figures(
        long accepted,
        long delivered,
        long superseded,
        long deadLettered,
        long pending,
        long p50,
        long p99,
        long calls,
        long throttled,
        long throttledAfterFirstMinute,
        long duplicates,
        long behindUntil,
        long endNanos,
        long mostHeld,
        long cartSyncsIn,
        long cartSyncsOut) {

    static Figures of(Simulation simulation, Station station) {
        Cursor books = station.position();
        ModelVendor vendor = station.vendor();
        Delays delays = vendor.books().delays();
        EventLog log = simulation.log();
        return new Figures(
                log.lastSeq(),
                books.delivered(),
                books.superseded(),
                books.deadLettered(),
                station.pending(),
                delays.nanosAt(0.5),
                delays.nanosAt(0.99),
                vendor.calls(),
                vendor.throttled(),
                vendor.throttledAfterFirstMinute(),
                vendor.books().duplicates(),
                station.behindUntil(),
                simulation.time().nanos(),
                station.mostHeld(),
                log.accepted(EventType.CART_SYNC),
                vendor.books().arrived(EventType.CART_SYNC));
    }
}
