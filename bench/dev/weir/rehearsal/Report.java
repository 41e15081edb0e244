package dev.weir.rehearsal;

import dev.weir.Hardware;
import dev.weir.rehearsal.Course.Outcome;
import dev.weir.rehearsal.Phase.Budget;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What was seen, as Markdown. */
final class Report {

    private static final int DEVICES = Section.values().length * Devices.OF_A_SECTION;

    private final Ledger ledger;
    private final Clients clients;
    private final List<Outcome> outcomes;
    private final int eventsPerSecond;
    private final String command;
    private final String loadBefore;
    private final String loadAfter;

    Report(
            Ledger ledger,
            Clients clients,
            List<Outcome> outcomes,
            int eventsPerSecond,
            String command,
            String loadBefore,
            String loadAfter) {
        this.ledger = ledger;
        this.clients = clients;
        this.outcomes = outcomes;
        this.eventsPerSecond = eventsPerSecond;
        this.command = command;
        this.loadBefore = loadBefore;
        this.loadAfter = loadAfter;
    }

    /** Whether everything that was promised has been kept. */
    boolean isGood() {
        return lost() == 0
                && ledger.inversions(DEVICES) == ledger.movedInversions(DEVICES)
                && ledger.rekeyed() == 0
                && ledger.strangers() == 0
                && sum(Answer.UNEXPECTED) == 0;
    }

    void print(PrintStream out) throws IOException {
        out.printf("`%s`: %s.%n%n", command, machine());
        phases(out);
        out.println();
        totals(out);
        out.println();
        budgets(out);
    }

    private void phases(PrintStream out) {
        out.println(
                "| phase | acknowledged | of these `fsync` | limited | refused | unanswered | p50, p99 ms | delivered | delivered again | recovered after |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Outcome outcome : outcomes) {
            Phase phase = outcome.phase();
            int index = phase.ordinal();
            out.printf(
                    Locale.ROOT,
                    "| %s: %s | %d | %d | %d | %d | %d | %.1f, %.0f | %d | %d | %s |%n",
                    phase.label(),
                    phase.fault(),
                    ledger.count(index, Answer.ACKNOWLEDGED),
                    clients.spilled(phase),
                    ledger.count(index, Answer.LIMITED),
                    ledger.count(index, Answer.REFUSED),
                    ledger.count(index, Answer.UNANSWERED),
                    clients.latencies(phase).getValueAtPercentile(50) / 1e3,
                    clients.latencies(phase).getValueAtPercentile(99) / 1e3,
                    ledger.delivered(index, Answer.ACKNOWLEDGED),
                    ledger.repeated(index),
                    recovery(outcome.recoverySeconds()));
        }
    }

    private void totals(PrintStream out) {
        int acknowledged = sum(Answer.ACKNOWLEDGED);
        out.printf(Locale.ROOT, "- Lost, of %d acknowledged: **%d**%s.%n", acknowledged, lost(), firstLost());
        out.printf(
                Locale.ROOT,
                "- Out of order, of %d pairs of events that a device had acknowledged one after the other: **%d**, %d of them since the proxy took an intake for down that had the first in its spill.%n",
                ledger.successions(DEVICES),
                ledger.inversions(DEVICES),
                ledger.movedInversions(DEVICES));
        out.printf(
                Locale.ROOT,
                "- Delivered again under the same key: %d; under another key: **%d**. Never sent: %d.%n",
                repeated(),
                ledger.rekeyed(),
                ledger.strangers());
        out.printf(
                Locale.ROOT,
                "- Delivered of what was answered 503: %d of %d; of what was not answered: %d of %d; of what was limited: %d.%n",
                delivered(Answer.REFUSED),
                sum(Answer.REFUSED),
                delivered(Answer.UNANSWERED),
                sum(Answer.UNANSWERED),
                delivered(Answer.LIMITED));
        out.printf(
                Locale.ROOT,
                "- Other answers: %d. Not sent, since all devices waited: %d.%n",
                sum(Answer.UNEXPECTED),
                clients.unsent());
    }

    private void budgets(PrintStream out) {
        out.printf(
                "The budget of the busy section, of %d a second, of which %d were asked for:%n%n",
                Section.BUSY.refill(eventsPerSecond), Section.BUSY.perSecond(eventsPerSecond));
        out.println("| | seconds | accepted | of refill x time | of capacity + refill x time |");
        out.println("|---|---|---|---|---|");
        budget(out, "shared by Redis", Budget.SHARED);
        budget(out, "without Redis, each by its part", Budget.BY_PARTS);
    }

    private void budget(PrintStream out, String name, Budget which) {
        double seconds = 0;
        int accepted = 0;
        int windows = 0;
        for (Outcome outcome : outcomes) {
            if (outcome.phase().budget() == which) {
                seconds += outcome.seconds();
                accepted += outcome.acknowledged();
                windows++;
            }
        }
        if (windows > 0) {
            double refilled = seconds * Section.BUSY.refill(eventsPerSecond);
            double most = refilled + windows * Section.BUSY.refill(eventsPerSecond);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.1f in %d | %d | %.1f %% | %.1f %% |%n",
                    name,
                    seconds,
                    windows,
                    accepted,
                    100 * accepted / refilled,
                    100 * accepted / most);
        }
    }

    private int lost() {
        return ledger.owed(0, ledger.sent());
    }

    private String firstLost() {
        return lost() == 0 ? "" : " (the first is number " + ledger.firstOwed() + ")";
    }

    private int sum(Answer answer) {
        return outcomes.stream()
                .mapToInt(outcome -> ledger.count(outcome.phase().ordinal(), answer))
                .sum();
    }

    private int delivered(Answer answer) {
        return outcomes.stream()
                .mapToInt(outcome -> ledger.delivered(outcome.phase().ordinal(), answer))
                .sum();
    }

    private int repeated() {
        return outcomes.stream()
                .mapToInt(outcome -> ledger.repeated(outcome.phase().ordinal()))
                .sum();
    }

    private static String recovery(double seconds) {
        return Double.isNaN(seconds) ? "**not in time**" : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private String machine() throws IOException {
        return Hardware.words("cores for all of it") + ", load before it " + loadBefore + ", after it " + loadAfter;
    }
}
