package dev.weir.relay;

import dev.weir.dialect.Dialect;
import dev.weir.event.Envelope;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.sink.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether an entry of the journal is a sink's to deliver. Safe for many threads. */
final class Routing {

    private final Relay.Setup setup;
    private final Sink sink;

    Routing(Relay.Setup setup, Sink sink) {
        this.setup = setup;
        this.sink = sink;
    }

    /** The names of the sections that use the sink, as configured now. */
    List<String> sections() {
        Sections sections = setup.sections().get();
        return sections.all().stream()
                .filter(section -> section.mayGive(sink.name()))
                .map(Section::name)
                .toList();
    }

    Route of(Kept kept) {
        Envelope envelope = kept.envelope();
        if (sink.name().equals(envelope.notes().carriedTo())) {
            // The call that a page waited for told the vendor of it: to deliver it would count it twice.
            return new Settled(Settlement.DELIVERED);
        }
        Section section = setup.sections().get().byName(envelope.section());
        if (section == null) {
            return new GivenUp(Reason.UNKNOWN_SECTION, envelope.section());
        }
        if (!section.gives(sink.name(), envelope.notes().bot()) || !sink.takes(envelope.dialect())) {
            return new Settled(Settlement.NOT_ROUTED);
        }
        Dialect dialect = dialect(envelope.dialect());
        return dialect == null ? new GivenUp(Reason.UNKNOWN_DIALECT, envelope.dialect()) : new Owed(section, dialect);
    }

    /** As {@link #of}, of what a person wants sent again: whatever is in the way now is a reason to give it up once more. */
    Route ofReplay(Kept kept) {
        Route route = of(kept);
        return route instanceof Settled
                ? new GivenUp(Reason.NOT_ROUTED, kept.envelope().section())
                : route;
    }

    @Nullable
    Dialect dialect(String label) {
        return setup.dialects().apply(label);
    }

    /** Where an entry goes. */
    sealed interface Route {}

    /** Nowhere: it is settled as it is. */
    record Settled(Settlement settlement) implements Route {}

    /** To the dead letters: nobody knows that name any longer. */
    record GivenUp(Reason reason, String name) implements Route {}

    /** To the sink. */
    record Owed(Section section, Dialect dialect) implements Route {}
}
