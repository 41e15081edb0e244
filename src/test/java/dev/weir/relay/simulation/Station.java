package dev.weir.relay.simulation;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.Relay;
import dev.weir.relay.RelayOptions;
import dev.weir.relay.RelayRun;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.sink.Sink;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One sink: the real relay, which makes a round whenever there is something to do, and the model vendor behind it. */
final class Station {

    private static final int MAX_ROUNDS_AT_ONCE = 100_000;
    /** A sink whose oldest event has waited longer than this is behind: no coalescing window is as long. */
    private static final long BEHIND_NANOS = 10 * Timeline.SECOND;

    private final Timeline time;
    private final EventLog log;
    private final LogJournal journal;
    private final Letters letters = new Letters();
    private final ModelVendor vendor;
    private final RelayRun relay;
    private final Audit audit;
    private long dueNanos;
    private long behindUntil;
    private long mostHeld;

    Station(Timeline time, EventLog log, String name, Conduct conduct, Setting setting) {
        this.time = time;
        this.log = log;
        this.journal = new LogJournal(log);
        this.vendor = new ModelVendor(
                name, time, log, conduct, setting.maxInFlight(), setting.maxBatch(), () -> dueNanos = time.nanos());
        this.relay = new RelayRun(
                journal,
                Sections.of(log.visitors().stream()
                        .map(visitor -> visitor.section)
                        .distinct()
                        .map(this::section)
                        .toList()),
                new ShopDialect(),
                new Relay.Outlet(setting.around().apply(vendor), letters, setting.outlet()),
                setting.relay(),
                time,
                time::nanos,
                1);
        this.audit = new Audit(log, vendor.books(), letters);
    }

    /** When it has to {@link #step} at the latest. */
    long dueNanos() {
        return dueNanos;
    }

    /** The journal has grown. */
    void wake() {
        dueNanos = time.nanos();
    }

    /** Does all that there is to do now, and looks at the books after every round. */
    void step() {
        long idle = 0;
        for (int i = 0; idle == 0; i++) {
            if (i == MAX_ROUNDS_AT_ONCE) {
                throw new IllegalStateException("the relay never rests");
            }
            idle = relay.round();
            audit.check(relay.position());
        }
        dueNanos = time.nanos() + idle;
        look();
    }

    void crash() {
        letters.crash();
        relay.crash();
        audit.onCrash();
        dueNanos = time.nanos();
    }

    Cursor position() {
        return relay.position();
    }

    Cursor saved() {
        return journal.saved();
    }

    long pending() {
        return log.lastSeq() - relay.position().settled();
    }

    ModelVendor vendor() {
        return vendor;
    }

    /** When the oldest event that was owed had waited for more than 10 s for the last time; 0 for never. */
    long behindUntil() {
        return behindUntil;
    }

    /** The most events that were read from the journal and not settled. */
    long mostHeld() {
        return mostHeld;
    }

    /** Nothing below this is asked for any longer. */
    long needed() {
        return Math.min(journal.released(), audit.looked());
    }

    private void look() {
        Cursor position = relay.position();
        mostHeld = Math.max(mostHeld, journal.furthestRead() - position.settled());
        long oldest = position.nextSeq();
        if (oldest <= log.lastSeq() && time.nanos() - log.nanosOf(oldest) > BEHIND_NANOS) {
            behindUntil = time.nanos();
        }
    }

    private Section section(String name) {
        return new Section(
                name,
                Map.of(FakeDialect.LABEL, List.of(new Section.Key("key-" + name, null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(vendor.name()));
    }

    /**
     * How a sink is set up.
     *
     * @param around puts something between the relay and the vendor
     */
    record Setting(
            OutletOptions outlet,
            RelayOptions relay,
            int maxInFlight,
            int maxBatch,
            Function<ModelVendor, Sink> around) {

        /** As a vendor's server is by default. */
        static final Setting VENDOR = new Setting(OutletOptions.VENDOR, RelayOptions.DEFAULT, 256, 1, vendor -> vendor);

        Setting withBatches(int most) {
            return new Setting(outlet, relay, maxInFlight, most, around);
        }
    }
}
