package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.event.Envelope;
import dev.weir.ingest.Intake;
import dev.weir.ingest.IntakeFixture;
import dev.weir.ingest.IntakeMeters;
import dev.weir.ingest.IntakeRequest;
import dev.weir.ingest.NoUpstreams;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.limit.SectionLimits;
import dev.weir.journal.Journal;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.Relay;
import dev.weir.relay.RelayOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process, from its start to its death. Driven by one thread. */
final class Life {

    private static final int MAX_SESSIONS = 1000;
    private static final RelayOptions RELAY =
            new RelayOptions(40, 1 << 20, 5, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(40));

    private final World world;
    private final Death death;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Dialect dialect = new PersonaClick();
    private final WriterGate gate;
    private final MortalJournal journal;
    private final List<Destination.Line> lines = new ArrayList<>();
    private final IntakeMeters intakeMeters;
    private final Intake intake;
    private final Relay relay;
    private final long lastSeqBefore;
    private final long keptOfBatchesBefore;
    private final long acceptedBefore;
    private final long rejectedBefore;
    private long received;

    private Life(World world, Death death) {
        this.world = world;
        this.death = death;
        gate = new WriterGate(world.time, death, new TornWrite(world.dir));
        journal = MortalJournal.open(world.dir, world.time, death, gate, world.ledger, world.random, meters);
        lastSeqBefore = world.ledger.lastSeq();
        keptOfBatchesBefore = world.ledger.keptOfBatches();
        acceptedBefore = accepted();
        rejectedBefore = rejected();
        requireCursorsTrue();
        intakeMeters = new IntakeMeters(meters, List.of(dialect.label()), Shops.SECTIONS);
        intake = new Intake(IntakeFixture.parts(
                Shops.SECTIONS,
                new SectionLimits(world.time::nanos, SectionLimits.UNKNOWN_DEFAULT, meters),
                new Identities(world.keys, world.random, world.time::nanos, MAX_SESSIONS, meters),
                journal,
                new NoUpstreams(),
                intakeMeters,
                meters));
        relay = Relay.start(relaySetup());
    }

    /** Starts a process on what the one before left. */
    static Life begin(World world, Death death) {
        return new Life(world, death);
    }

    boolean isOver() {
        return death.hasCome();
    }

    /** The moment at which it died by itself, or null while it lives. */
    @Nullable
    Moment causeOfDeath() {
        return death.hasCome() ? death.moment() : null;
    }

    /** Clients send this at once, and wait for their answers. The books of the intake are right before and after. */
    void send(List<Request> first, List<Batch> then, List<Request> last) {
        awaitWriter();
        gate.close();
        first.forEach(this::send);
        then.forEach(this::send);
        last.forEach(this::send);
        ifAlive(this::requireIntakeBooks);
        ifAlive(this::requireRelayTrue);
        gate.open();
        awaitWriter();
        ifAlive(this::requireIntakeBooks);
        ifAlive(this::requireRelayTrue);
    }

    /** Waits until the relay has nothing left to do at this time, and looks at all books. */
    void settle() {
        awaitWriter();
        lines.forEach(this::awaitQuiet);
        ifAlive(this::requireRelayBooks);
    }

    /** Destinations answer some of what they were late with. */
    void answerSome() {
        lines.forEach(Destination.Line::answerSome);
    }

    /** How many events are accepted and not settled, of the sink that is farthest behind. */
    long pending() {
        return relay.statuses().stream().mapToLong(Relay.Status::pending).max().orElseThrow();
    }

    /** All of it is gone that is not on disk. */
    void crash() {
        death.come();
        close();
        gate.tearUnforced(world.random);
    }

    /** An orderly end. */
    void close() {
        gate.open();
        relay.close();
        journal.close();
    }

    /** What the books say that are on disk. */
    void requireCursorsTrue() {
        for (Destination destination : world.destinations) {
            world.requireTrueAndKept(destination, journal.load(destination.name()));
        }
    }

    private void send(Request request) {
        if (death.hasCome()) {
            return;
        }
        world.ledger.onSent(request);
        received++;
        IntakeRequest sent = new IntakeRequest(
                dialect,
                request.route(),
                request.beacon(),
                Head.EMPTY,
                null,
                false,
                Envelope.Client.UNKNOWN,
                null,
                false,
                null,
                false);
        intake.accept(sent, reply -> world.ledger.onReply(request, reply));
    }

    private void send(Batch batch) {
        if (death.hasCome()) {
            return;
        }
        world.ledger.onSent(batch);
        Journal.Handover handover = journal.append(batch.envelopes(), new Journal.Ack() {
            @Override
            public void onKept(long seq) {
                world.ledger.onKept(batch, seq);
            }

            @Override
            public void onFailed(Journal.Failure why) {
                world.ledger.onRefused(batch);
            }
        });
        if (handover != Journal.Handover.TAKEN) {
            world.ledger.onRefused(batch);
        }
    }

    /**
     * {@code received = accepted + rejected + waiting}, and each of these is what the clients saw: exact, because the
     * journal's writer is held or has no work.
     */
    private void requireIntakeBooks() {
        intakeMeters.publish();
        long acceptedSince = accepted() - acceptedBefore;
        long rejectedSince = rejected() - rejectedBefore;
        assertThat(count("weir.received")).as("received").isEqualTo(received);
        assertThat(count("weir.accepted")).as("accepted").isEqualTo(acceptedSince);
        assertThat(count("weir.rejected")).as("rejected").isEqualTo(rejectedSince);
        assertThat(meters.get("weir.intake.waiting").gauge().value())
                .as("waiting")
                .isEqualTo(received - acceptedSince - rejectedSince);
        assertThat(count("weir.accepted"))
                .as("accepted, by the journal")
                .isEqualTo(journal.lastSeq() - lastSeqBefore - (world.ledger.keptOfBatches() - keptOfBatchesBefore));
        world.ledger.requirePromisesKept();
    }

    /** What the relay says of itself is true at any instant, also now, while its threads work. */
    private void requireRelayTrue() {
        for (Relay.Status status : relay.statuses()) {
            world.requireTrue(world.destination(status.sink()), status.cursor());
        }
    }

    /**
     * {@code accepted = delivered + superseded + dead-lettered + not-routed + pending}, of each sink, and each of these is
     * what really happened: exact, because the relay is quiet.
     */
    private void requireRelayBooks() {
        relay.publish();
        for (Relay.Status status : relay.statuses()) {
            Destination destination = world.destination(status.sink());
            world.requireTrue(destination, status.cursor());
            double books = ofSink("delivered", status)
                    + ofSink("superseded", status)
                    + ofSink("dead_lettered", status)
                    + ofSink("not_routed", status);
            double pending = meters.get("weir.sink.pending")
                    .tag("sink", status.sink())
                    .gauge()
                    .value();
            assertThat(books + pending)
                    .as("books of %s with pending", status.sink())
                    .isEqualTo(world.ledger.lastSeq());
            assertThat(pending).as("pending of %s", status.sink()).isEqualTo(status.pending());
            assertThat(ofSink("delivered", status)).isEqualTo(status.cursor().delivered());
            assertThat(ofSink("dead_lettered", status))
                    .isEqualTo(status.cursor().deadLettered());
            assertThat(ofSink("not_routed", status)).isEqualTo(status.cursor().notRouted());
            assertThat(status.isWell()).as("%s is well", status.sink()).isTrue();
        }
        double faults = meters.get("weir.sink.faults").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        assertThat(faults).as("faults").isZero();
    }

    private double ofSink(String what, Relay.Status status) {
        return meters.get("weir.sink." + what)
                .tag("sink", status.sink())
                .functionCounter()
                .count();
    }

    private double count(String meter) {
        return meters.get(meter).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private long accepted() {
        return world.ledger.answered(200, 399);
    }

    private long rejected() {
        return world.ledger.answered(400, 599);
    }

    private void awaitWriter() {
        Await.until("the journal answers", () -> gate.isIdle() || death.hasCome());
    }

    /** A whole round of the relay, begun after now, in which nothing was given to the sink, means that it has no work. */
    private void awaitQuiet(Destination.Line line) {
        long given;
        do {
            given = line.given();
            long until = line.rounds() + 3;
            Await.until("the relay makes rounds", () -> {
                journal.wakeReaders();
                return line.rounds() >= until || death.hasCome();
            });
        } while (line.given() != given && !death.hasCome());
    }

    /** The dead keep no books; a death in between excuses what was found. */
    private void ifAlive(Runnable check) {
        try {
            check.run();
        } catch (AssertionError wrong) {
            if (!death.hasCome()) {
                throw wrong;
            }
        }
    }

    private Relay.Setup relaySetup() {
        List<Relay.Outlet> outlets = new ArrayList<>();
        for (Destination destination : world.destinations) {
            Destination.Line line = destination.connect(death);
            lines.add(line);
            outlets.add(new Relay.Outlet(line, world.letters(destination).open(death), OutletOptions.UNPACED));
        }
        return new Relay.Setup(
                journal,
                () -> Shops.SECTIONS,
                label -> label.equals(dialect.label()) ? dialect : null,
                outlets,
                RELAY,
                journal.keyPrefix(),
                world.time::instant,
                world.time::nanos,
                world.random,
                meters);
    }
}
