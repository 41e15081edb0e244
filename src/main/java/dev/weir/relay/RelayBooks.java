package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.Journal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the books of all sinks and of the journal show one moment. Between two publications, {@code accepted = delivered +
 * superseded + dead-lettered + not-routed + pending} holds exactly for every sink. Safe for many threads.
 */
final class RelayBooks {

    private final Journal journal;
    private final List<SinkThread> sinks;
    private volatile long accepted;

    RelayBooks(Journal journal, List<SinkThread> sinks, MeterRegistry registry) {
        this.journal = journal;
        this.sinks = List.copyOf(sinks);
        Gauge.builder("weir.journal.accepted", this, books -> books.accepted)
                .description("Events accepted since the journal began: what each sink's books add up to")
                .register(registry);
    }

    /** No cursor is ahead of the journal, so the cursors are read first: what is settled in between is pending. */
    synchronized void publish() {
        List<Cursor> cursors = new ArrayList<>(sinks.size());
        for (SinkThread sink : sinks) {
            cursors.add(sink.cursor());
        }
        long lastSeq = journal.lastSeq();
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).meters().publish(cursors.get(i), lastSeq);
        }
        accepted = lastSeq;
    }
}
