package dev.weir.rehearsal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Takes the cluster through a phase: quiet for a while, the fault, and until all is as it was. */
final class Course {

    private static final int PATIENCE_SECONDS = 90;
    /** Nobody in trouble for so long is taken for recovered. */
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clients clients;
    private final Ledger ledger;
    private final Faults faults;
    private final Duration length;

    Course(Clients clients, Ledger ledger, Faults faults, Duration length) {
        this.clients = clients;
        this.ledger = ledger;
        this.faults = faults;
        this.length = length;
    }

    Outcome run(Phase phase) throws Exception {
        int firstEvent = ledger.sent();
        clients.enter(phase);
        Mark entered = mark();
        Patience.untilNanos(entered.nanos + length.toNanos() / 5);
        Mark begun = mark();
        faults.begin(phase);
        Patience.untilNanos(
                begun.nanos + Faults.length(phase, length.dividedBy(3)).toNanos());
        Mark over = mark();
        int sentByThen = ledger.sent();
        faults.end(phase);
        double recovery = recoverySeconds(over.nanos, firstEvent, sentByThen);
        Patience.untilNanos(entered.nanos + length.toNanos());
        return phase.budget() == Phase.Budget.BY_PARTS
                ? outcome(phase, begun, over, recovery)
                : outcome(phase, entered, mark(), recovery);
    }

    /**
     * From the end of the fault until all that was acknowledged by then has been delivered, and nobody is refused or left without an answer any more.
     */
    private double recoverySeconds(long overNanos, int from, int to) {
        long[] deliveredNanos = {0};
        boolean isOver = Patience.isTrueWithin(PATIENCE_SECONDS, () -> {
            if (deliveredNanos[0] == 0 && ledger.owed(from, to) == 0) {
                deliveredNanos[0] = System.nanoTime();
            }
            return deliveredNanos[0] != 0 && System.nanoTime() - clients.lastTroubleNanos() > CALM_NANOS;
        });
        long recovered = Math.max(deliveredNanos[0], clients.lastTroubleNanos());
        return isOver ? Math.max(0, recovered - overNanos) / 1e9 : Double.NaN;
    }

    private Mark mark() {
        return new Mark(System.nanoTime(), clients.acknowledged(Section.BUSY));
    }

    private static Outcome outcome(Phase phase, Mark from, Mark to, double recovery) {
        return new Outcome(phase, (to.nanos - from.nanos) / 1e9, to.acknowledged - from.acknowledged, recovery);
    }

    private record Mark(long nanos, int acknowledged) {}

    /**
     * Of a phase.
     *
     * @param seconds in which the budget is looked at
     * @param acknowledged in these, of the busy section
     * @param recoverySeconds not a number if it took too long
     */
    record Outcome(Phase phase, double seconds, int acknowledged, double recoverySeconds) {}
}
