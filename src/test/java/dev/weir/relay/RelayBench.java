package dev.weir.relay;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.meter.SectionTags;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDeadLetters;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeJournal;
import dev.weir.relay.fake.FakeSink;
import dev.weir.relay.pace.SectionPace;
import dev.weir.relay.sink.Sink.Order;
import dev.weir.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One sink's relay in virtual time, without a thread: a test runs its rounds. */
final class RelayBench {

    private static final int MAX_ROUNDS = 10_000;

    final FakeJournal journal = new FakeJournal();
    final FakeDeadLetters deadLetters = new FakeDeadLetters();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ToldFates told = new ToldFates();
    final List<Long> released = new ArrayList<>();
    final FakeSink sink;
    Section section;
    SinkRelay relay;
    Steering steering;
    Inbox inbox;
    /** The config: may change at any time, also between lives. */
    Supplier<Sections> sections = () -> Sections.of(section == null ? List.of() : List.of(section));

    private final RelayOptions options;
    private final OutletOptions outlet;
    private long nanos = 1;

    RelayBench(Order order, int maxInFlight) {
        this(order, maxInFlight, RelayOptions.DEFAULT);
    }

    RelayBench(Order order, int maxInFlight, RelayOptions options) {
        this(new FakeSink("fake", order, maxInFlight), options, OutletOptions.UNPACED, Events.section("fake"));
    }

    /** Several sections, of which each that names the sink uses it. */
    RelayBench(FakeSink sink, RelayOptions options, OutletOptions outlet, Section... sections) {
        this.options = options;
        this.outlet = outlet;
        this.sink = sink;
        if (sections.length == 1) {
            this.section = sections[0];
        } else {
            this.sections = () -> Sections.of(List.of(sections));
        }
        begin();
    }

    /** As after a crash: all that was in memory is gone, and what was noted and not found. */
    void crash() {
        deadLetters.crash();
        journal.loseNotes();
        begin();
    }

    /** One round, after taking in a completion as the thread would. Returns for how long it has nothing to do. */
    long round() {
        return relay.round();
    }

    void roundsUntilIdle() {
        for (int i = 0; i < MAX_ROUNDS; i++) {
            if (relay.round() > 0) {
                return;
            }
        }
        throw new IllegalStateException("never idle");
    }

    void advance(long moreNanos) {
        nanos += moreNanos;
    }

    /** Lets time pass in steps, with rounds until idle after each. */
    void run(long forNanos, long stepNanos) {
        for (long end = nanos + forNanos; nanos < end; ) {
            nanos += stepNanos;
            roundsUntilIdle();
        }
    }

    long nowNanos() {
        return nanos;
    }

    long nowMillis() {
        return nanos / 1_000_000;
    }

    private void begin() {
        Relay.Setup setup = setup();
        if (steering == null) {
            steering = new Steering(outlet, false);
        }
        SinkThread unstarted =
                new SinkThread(setup, setup.outlets().get(0), released::add, () -> {}, new SplittableRandom(1), false);
        inbox = new Inbox(sink.maxInFlight());
        relay = new SinkRelay(
                setup,
                setup.outlets().get(0),
                new SinkMeters(new SimpleMeterRegistry(), unstarted, setup.tags()),
                inbox,
                released::add,
                new SplittableRandom(1),
                steering);
    }

    private Relay.Setup setup() {
        FakeDialect dialect = new FakeDialect();
        return new Relay.Setup(
                journal,
                () -> sections.get(),
                label -> label.equals(FakeDialect.LABEL) ? dialect : null,
                List.of(new Relay.Outlet(sink, deadLetters, outlet)),
                options,
                "weir-",
                () -> Instant.ofEpochMilli(nowMillis()),
                () -> nanos,
                new Random(1),
                meters,
                new SectionTags(),
                told,
                Tracing.OFF,
                (sink, section, pace) -> new SectionPace(pace, () -> nanos));
    }
}
