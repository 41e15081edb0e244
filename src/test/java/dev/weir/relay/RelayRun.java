package dev.weir.relay;

import dev.weir.dialect.Dialect;
import dev.weir.event.Sections;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.Journal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** One sink's relay without its thread, for who runs its rounds in virtual time: all that such a one sees of this package. */
public final class RelayRun {

    private final Relay.Setup setup;
    private final long seed;
    private SinkRelay relay;

    /** Begins where the journal's cursor of the sink stands. */
    public RelayRun(
            Journal journal,
            Sections sections,
            Dialect dialect,
            Relay.Outlet outlet,
            RelayOptions options,
            InstantSource clock,
            LongSupplier nanoTime,
            long seed) {
        // Without a registry in it, its meters cost nothing.
        MeterRegistry meters = new CompositeMeterRegistry();
        this.seed = seed;
        this.setup = new Relay.Setup(
                journal,
                () -> sections,
                label -> label.equals(dialect.label()) ? dialect : null,
                List.of(outlet),
                options,
                "weir-",
                clock,
                nanoTime,
                new Random(seed),
                meters);
        this.relay = begin();
    }

    /** Runs a round. Returns for how many nanoseconds nothing is to do, unless an attempt ends or the journal grows. */
    public long round() {
        return relay.round();
    }

    /** Where the sink stands, saved or not. */
    public Cursor position() {
        return relay.position();
    }

    /** As after a crash: all that was in memory is gone, and another begins at the saved cursor. */
    public void crash() {
        relay = begin();
    }

    private SinkRelay begin() {
        Relay.Outlet outlet = setup.outlets().get(0);
        Journal journal = setup.journal();
        SinkThread unstarted =
                new SinkThread(setup, outlet, journal::release, () -> {}, new SplittableRandom(seed), false);
        return new SinkRelay(
                setup,
                outlet,
                new SinkMeters(setup.meters(), unstarted, setup.tags()),
                new Inbox(outlet.sink().maxInFlight()),
                journal::release,
                new SplittableRandom(seed),
                new Steering(outlet.options(), false));
    }
}
