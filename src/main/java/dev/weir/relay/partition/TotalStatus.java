package dev.weir.relay.partition;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.relay.Relay.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up where one sink stands in each partition: the numbers count events, and name none. */
final class TotalStatus {

    private TotalStatus() {}

    /** @param isWell what is so beside the partitions' own; that of a sink without a partition */
    static Status of(String sink, List<Status> parts, boolean isWell, boolean isPaused) {
        Cursor total = Cursor.START;
        long pending = 0;
        boolean areWell = isWell;
        for (Status part : parts) {
            total = sum(total, part.cursor());
            pending += part.pending();
            areWell &= part.isWell();
        }
        return new Status(sink, total, pending, areWell, isPaused, false, null);
    }

    private static Cursor sum(Cursor a, Cursor b) {
        long frontier = a.frontier() + b.frontier() - 1;
        Map<String, Long> owed = new HashMap<>();
        a.behind().forEach((section, behind) -> owed.merge(section, behind.owed(), Long::sum));
        b.behind().forEach((section, behind) -> owed.merge(section, behind.owed(), Long::sum));
        Map<String, Behind> behind = new HashMap<>();
        // As if what is owed were the newest.
        owed.forEach((section, events) -> behind.put(section, new Behind(frontier - events, events)));
        return new Cursor(
                frontier,
                a.delivered() + b.delivered(),
                a.superseded() + b.superseded(),
                a.deadLettered() + b.deadLettered(),
                a.skipped() + b.skipped(),
                a.notRouted() + b.notRouted(),
                behind);
    }
}
