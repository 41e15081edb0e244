package dev.weir.capacity;

import dev.weir.lease.LeaseOptions;
import dev.weir.lease.Shared;
import dev.weir.lease.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The part of the page that is the same wherever it is made: formulas, and nodes in virtual time. */
final class Paper {

    private static final List<Size> SIZES = List.of(
            Size.of("10^4", 1e4, 1),
            Size.of("x 5", 1e4, 5),
            Size.of("10^6", 1e6, 1),
            Size.of("x 5", 1e6, 5),
            Size.of("10^9", 1e9, 1),
            Size.of("x 5", 1e9, 5));
    static final int[] NODES = {1, 3, 10, 30, 100};
    static final Terms TERMS = new Terms(500, 500, false);
    static final long SEED = 42;

    private final StringBuilder text = new StringBuilder();

    private Paper() {}

    static String text() {
        Paper paper = new Paper();
        paper.needs();
        paper.limits();
        paper.leases();
        return paper.text.toString();
    }

    private void needs() {
        head("takes");
        row("events a second", size -> number(size.now()));
        row("cores of intakes, of relays", size -> number(size.intakeCores()) + ", " + number(size.relayCores()));
        row(
                "nodes of 8 cores, n + 1",
                size -> size.isOneNode()
                        ? "1 + 1, all in one"
                        : size.intakes() + " intakes, " + size.relays() + " relays");
        row("journal, GiB an hour", size -> number(size.journalGibAnHour()));
        row("its disk, GiB", size -> number(size.diskGib()));
        row("left by 10 minutes of it, GiB", size -> number(size.backlogGib()));
        row(
                "Kafka partitions; brokers",
                size -> size.isOneNode() ? "none" : count(size.partitions()) + "; " + count(size.brokers()));
        row(
                "sections, at least; at half of their pace",
                size -> count(size.fewestSections()) + "; " + count(size.sections()));
        row("Gbit/s in, out", size -> number(size.gbitIn()) + ", " + number(size.gbitOut()));
        row("heap of events under way, MiB of all nodes", size -> number(size.heapMib()));
        row("Redis, claims a second: all nodes see all sections", size -> number(size.claims()));
        row("of those, Redis processes", size -> count(size.redises(size.claims(), size.holders())));
        row("Redis, claims a second: two nodes a section", size -> number(size.claimsByAffinity()));
        row("of those, Redis processes", size -> count(size.redises(size.claimsByAffinity(), 2)));
        row("a month: core-hours", size -> number(size.coreHoursAMonth()));
        row("a month: GiB-months of disk", size -> number(size.diskGib()));
        row("a month: GiB out", size -> number(size.egressGibAMonth()));
    }

    private void limits() {
        head("load of one, as a part of what one bears");
        limit("one core, answering", size -> size.now() * Costs.INTAKE_MICROS / 1e6);
        limit(
                "one node of 8 cores, all in one",
                size -> (size.now() * Costs.INTAKE_MICROS + size.mean() * Costs.HTTP_MICROS) / 1e6 / Costs.CORES);
        limit("one disk with fsync", size -> size.now() / Costs.DISK_PER_SECOND);
        limit("one NIC of 10 Gbit/s, in", size -> size.gbitIn() * 1e9 / Costs.NIC_BITS);
        limit("a vendor's pace for one section, 500/s", size -> size.mean() / Costs.PACE);
        limit("one partition's sink", size -> size.mean() / Costs.SINK_PER_SECOND);
        limit("one Redis, all nodes see all sections", size -> size.claims() / Costs.claimsPerSecond(size.holders()));
        limit("one Redis, two nodes a section", size -> size.claimsByAffinity() / Costs.claimsPerSecond(2));
        limit("`redis.max-budgets`, 10,000 a node", size -> size.sections() / LeaseOptions.DEFAULT_MAX_BUDGETS);
        limit("`redis.nodes`, 1,000 at most", size -> (double) size.nodes() / LeaseOptions.MAX_NODES);
    }

    private void leases() {
        line("");
        line(
                "| nodes | asked 800: given/s | too many at once (credit) | claims/s | by 22.5 a node | asked 400: given/s | claims/s"
                        + " | by the formula, at most | all 400 of one node: given/s | claims/s |");
        line("|---|---|---|---|---|---|---|---|---|---|");
        for (int nodes : NODES) {
            Shared.Outcome beyond = Shared.run(TERMS, nodes, nodes, 800, SEED);
            Shared.Outcome within = Shared.run(TERMS, nodes, nodes, 400, SEED);
            Shared.Outcome alone = Shared.run(TERMS, nodes, 1, 400, SEED);
            line("| " + nodes + " | " + one(beyond.given()) + " | " + one(beyond.excess()) + " (" + beyond.credit()
                    + ") | "
                    + one(beyond.claims()) + " | " + one(Size.CLAIMS_BEYOND * nodes) + " | " + one(within.given())
                    + " | "
                    + one(within.claims()) + " | " + one(Size.claimsWithin(nodes, 400)) + " | " + one(alone.given())
                    + " | "
                    + one(alone.claims()) + " |");
        }
    }

    private void head(String what) {
        List<String> labels = new ArrayList<>();
        SIZES.forEach(size -> labels.add(size.label()));
        line("");
        line("| " + what + " | " + String.join(" | ", labels) + " |");
        line("|---|---|---|---|---|---|---|");
    }

    private void row(String what, Function<Size, String> cell) {
        List<String> cells = new ArrayList<>();
        SIZES.forEach(size -> cells.add(cell.apply(size)));
        line("| " + what + " | " + String.join(" | ", cells) + " |");
    }

    /** Bold is what one does not bear. */
    private void limit(String what, ToDoubleFunction<Size> load) {
        row(what, size -> {
            double times = load.applyAsDouble(size);
            return times > 1 ? "**" + number(times) + "**" : number(times);
        });
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String one(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String count(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** To a precision that such figures have. */
    private static String number(double value) {
        if (value == 0) {
            return "0";
        }
        String format = value >= 100 ? "%,.0f" : value >= 1 ? "%.1f" : value >= 0.01 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }
}
