package dev.weir.relay.simulation;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.OutletOptions;
import dev.weir.relay.OutletOptions.Backlog;
import dev.weir.relay.OutletOptions.Batch;
import dev.weir.relay.RelayOptions;
import dev.weir.relay.coalesce.CoalesceOptions;
import dev.weir.relay.pace.BreakerOptions;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.sink.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What became of a {@link Story} that a relay told to a {@link Fickle} vendor, while its process crashed at random rounds.
 * All of it comes from the seed; with and without coalescing, the story is the same.
 */
final class Fate {

    private static final RelayOptions RELAY =
            new RelayOptions(24, 1 << 20, 3, Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(40));
    private static final int MAX_IN_FLIGHT = 8;
    /**
     * How many events may come twice after a crash: those that were read ahead and not settled in turn, and those that were,
     * of which no cursor is saved yet: deliveries wait when that are four times as many as it is saved after.
     */
    private static final int MAX_TWICE = 24 + 4 * 3;

    private static final int CRASH_ONE_IN = 60;
    private static final long LAST_CRASH = 25 * Timeline.SECOND;
    private static final long LIMIT = 10 * Timeline.MINUTE;
    /** More than one at once, so that windows are released early, too. */
    private static final CoalesceOptions COALESCE = new CoalesceOptions(Duration.ofSeconds(2), 3);

    private final Simulation simulation;
    private final Station station;
    private final SplittableRandom random;
    private final List<String> tooManyTwice = new ArrayList<>();

    private Fate(long seed, CoalesceOptions coalesce, Function<ModelVendor, Sink> around) {
        random = new SplittableRandom(seed);
        OutletOptions outlet = new OutletOptions(
                PaceOptions.DEFAULT, coalesce, Batch.DEFAULT, 4, BreakerOptions.DEFAULT, Backlog.UNBOUNDED);
        int maxBatch = 1 + random.nextInt(2) * 4;
        simulation = new Simulation(log -> new Story(log, seed));
        station = simulation.add(
                "vendor", new Fickle(seed + 1), new Station.Setting(outlet, RELAY, MAX_IN_FLIGHT, maxBatch, around));
    }

    static Fate coalesced(long seed) {
        return new Fate(seed, COALESCE, vendor -> vendor).come();
    }

    static Fate uncoalesced(long seed) {
        return new Fate(seed, CoalesceOptions.OFF, vendor -> vendor).come();
    }

    /** The same with a saboteur between the relay and the vendor. */
    static Fate coalesced(long seed, Saboteur.Crime crime) {
        return new Fate(seed, COALESCE, vendor -> new Saboteur(vendor, crime)).come();
    }

    Cursor books() {
        return station.position();
    }

    /** Visitors whose lists at the vendor are not what they made them. */
    List<String> wrongLists() {
        List<String> wrong = new ArrayList<>();
        for (Visitor visitor : simulation.log().visitors()) {
            Lists there = station.vendor().books().listsOf(visitor);
            if (!there.equals(visitor.lists)) {
                wrong.add(visitor + ": " + there + " where it should be " + visitor.lists);
            }
        }
        return wrong;
    }

    /** Events that the vendor lacks, though it would take them, and no later full-sync stands for them. */
    List<String> missing() {
        EventLog log = simulation.log();
        List<String> missing = new ArrayList<>();
        for (long seq = 1; seq <= log.lastSeq(); seq++) {
            boolean isExcused = log.isRefused(seq) || log.visitorOf(seq).isSupersedable(seq, log.typeOf(seq));
            if (!isTaken(seq) && !isExcused) {
                missing.add(nameOf(seq));
            }
        }
        return missing;
    }

    /** Events that came to one vendor and not to the other, full-syncs that another followed left aside. */
    List<String> differencesFrom(Fate other) {
        EventLog log = simulation.log();
        List<String> different = new ArrayList<>();
        for (long seq = 1; seq <= log.lastSeq(); seq++) {
            boolean isSupersedable = log.visitorOf(seq).isSupersedable(seq, log.typeOf(seq));
            if (isTaken(seq) != other.isTaken(seq) && !isSupersedable) {
                different.add(nameOf(seq));
            }
        }
        for (Visitor visitor : log.visitors()) {
            Visitor there = other.simulation.log().visitor(log.visitors().indexOf(visitor));
            if (!lists(visitor).equals(other.lists(there))) {
                different.add(visitor + ": " + lists(visitor) + " or " + other.lists(there));
            }
        }
        return different;
    }

    /** What was wrong about the order, the keys and the number of what was on its way. */
    List<String> faults() {
        return station.vendor().books().faults();
    }

    /** Crashes after which more could come twice than is allowed. */
    List<String> tooManyTwice() {
        return tooManyTwice;
    }

    private Fate come() {
        while (!simulation.isOver() && simulation.time().nanos() < LIMIT) {
            if (simulation.time().nanos() < LAST_CRASH && random.nextInt(CRASH_ONE_IN) == 0) {
                crash();
            }
            simulation.step();
        }
        if (!simulation.isOver()) {
            throw new AssertionError(station.pending() + " events are owed, and the vendor is well");
        }
        return this;
    }

    private void crash() {
        Cursor saved = station.saved();
        long twice = 0;
        for (long seq = saved.nextSeq(); seq <= simulation.log().lastSeq(); seq++) {
            String section = simulation.log().visitorOf(seq).section;
            Cursor.Behind behind = saved.behind().get(section);
            long from = behind == null ? saved.frontier() : behind.fromSeq();
            twice += seq >= from && isTaken(seq) ? 1 : 0;
        }
        if (twice > MAX_TWICE) {
            tooManyTwice.add(twice + " events, by " + saved);
        }
        station.crash();
    }

    private boolean isTaken(long seq) {
        return station.vendor().books().events().isTaken(seq);
    }

    private Lists lists(Visitor visitor) {
        return station.vendor().books().listsOf(visitor);
    }

    private String nameOf(long seq) {
        return seq + ", " + simulation.log().typeOf(seq) + " of "
                + simulation.log().visitorOf(seq);
    }
}
