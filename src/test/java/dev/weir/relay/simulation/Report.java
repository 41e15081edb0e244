package dev.weir.relay.simulation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All runs, and what they came to, as the text of {@code report.md}. */
final class Report {

    private static final String INTRODUCTION = """
            # The relay, simulated

            One sink's relay in virtual time, against model vendors: the same code that runs in the server, fed with %d min of
            traffic and run until nothing is owed (3 h at most). Every choice comes from a seed, so these figures are the same
            each time: a change of the relay that moves one shows as a diff of this file.

            To renew: `mvn test -Dtest=SimulationReportTest -Dweir.report=write`

            - accepted = delivered + superseded + dead-lettered + pending; checked after every round, against what the vendor has
            - p50, p99: from acceptance until the vendor has done it, of what was not superseded
            - calls: attempts, also failed ones; saved: how many fewer they are than accepted events
            - 429: calls answered so, in all and after the first minute
            - twice: events that came to the vendor again, with the same idempotency key
            - behind until: when the oldest owed event had last waited for more than 10 s; drained: from the last event on
            - held: the most events that were read from the journal and not settled, at any time

            A visitor's cart page sends the whole cart at each of 3 to 8 changes, 0.3 to 1.5 s apart. Every vendor refuses one
            product in a thousand, except in full-syncs.
            """;

    private static final String HEAD = row(
            "vendor",
            "accepted",
            "delivered",
            "superseded",
            "dead-lettered",
            "pending",
            "p50",
            "p99",
            "calls",
            "saved",
            "429",
            "429 later",
            "twice",
            "behind until",
            "drained",
            "held");

    private final StringBuilder text = new StringBuilder();

    private Report() {}

    /** Makes all runs: this takes a while. */
    static String write() {
        Report report = new Report();
        report.text.append(INTRODUCTION.formatted(Shape.END / Timeline.MINUTE));
        report.vendors();
        List<Cell> cells = Stream.of(Shape.values())
                .flatMap(shape -> Stream.of(Vendor.values()).map(vendor -> new Cell(shape, vendor)))
                .toList();
        // Each run has one thread, and knows nothing of the others.
        List<Run> runs = cells.parallelStream().map(Cell::run).toList();
        for (Shape shape : Shape.values()) {
            report.table(shape, cells, runs);
        }
        Run steady = runs.get(cells.indexOf(new Cell(Shape.STEADY, Vendor.HEALTHY)));
        report.goals(runs.get(cells.indexOf(new Cell(Shape.SALE_DAY, Vendor.HEALTHY))), steady);
        report.neighbours(runs.get(cells.indexOf(new Cell(Shape.NOISY, Vendor.HEALTHY))));
        report.batches();
        return report.text.toString();
    }

    private void vendors() {
        text.append("\n## Vendors\n\nTroubles begin in minute 5.\n\n").append(titles("vendor", "what it does"));
        for (Vendor vendor : Vendor.values()) {
            text.append(row(vendor.label(), vendor.description()));
        }
    }

    private void table(Shape shape, List<Cell> cells, List<Run> runs) {
        heading("Traffic: " + shape.label(), shape.description());
        text.append(HEAD).append("|---".repeat(16)).append("|\n");
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).shape == shape) {
                text.append(line(cells.get(i).vendor.label(), runs.get(i).figures()));
            }
        }
    }

    private void goals(Run saleDay, Run steady) {
        heading("Goals: a sale day, and a healthy vendor", Shape.SALE_DAY.description());
        Figures figures = saleDay.figures();
        text.append(titles("what", "goal", "is"))
                .append(row(
                        "events that were neither delivered nor superseded nor given up",
                        "0",
                        count(figures.pending())))
                .append(row(
                        "calls answered 429 after the first minute", "0", count(figures.throttledAfterFirstMinute())))
                .append(row(
                        "rate while behind, of what the vendor allows", ">= 98 %", percent(saleDay.shareWhileBehind())))
                .append(row("fewer cart full-syncs out than in", ">= 60 %", percent(fewerCartSyncs(figures))))
                .append(row("the same of steady traffic", ">= 60 %", percent(fewerCartSyncs(steady.figures()))));
    }

    private void neighbours(Run noisy) {
        heading("Goals: neighbours", "What one does to the others.");
        TenSinks well = TenSinks.run(false);
        TenSinks blackHoled = TenSinks.run(true);
        Run silent = Run.of(log -> Shape.fifty(log, 0), Vendor.HEALTHY.conduct(7), Station.Setting.VENDOR);
        text.append(titles("what", "goal", "alone", "beside it", "change"))
                .append(change(
                        "p99 of nine sinks, beside one that is black-holed",
                        "< 5 %",
                        well.p99s().get(0),
                        blackHoled.p99s().get(0),
                        TenSinks.change(well, blackHoled)));
        text.append(change("p50 of 49 sections, beside a noisy one", "", silent.quietP50(), noisy.quietP50()))
                .append(change("p99 of 49 sections, beside a noisy one", "", silent.quietP99(), noisy.quietP99()));
    }

    private void batches() {
        heading(
                "Vendors with a bulk form",
                "Up to 100 events of a section in a call, which takes one token; the sale day, and a healthy vendor.");
        Run run = Run.of(Shape.SALE_DAY::over, Vendor.HEALTHY.conduct(7), Station.Setting.VENDOR.withBatches(100));
        text.append(HEAD).append("|---".repeat(16)).append("|\n").append(line("healthy, bulk", run.figures()));
    }

    private void heading(String title, String description) {
        text.append("\n## ").append(title).append("\n\n").append(description).append("\n\n");
    }

    private static String line(String label, Figures of) {
        String drained = of.pending() > 0 ? "no" : duration(of.endNanos() - Shape.END);
        return row(
                label,
                count(of.accepted()),
                count(of.delivered()),
                count(of.superseded()),
                count(of.deadLettered()),
                count(of.pending()),
                duration(of.p50()),
                duration(of.p99()),
                count(of.calls()),
                percent(1 - of.calls() / (double) of.accepted()),
                count(of.throttled()),
                count(of.throttledAfterFirstMinute()),
                count(of.duplicates()),
                of.behindUntil() == 0 ? "-" : duration(of.behindUntil()),
                drained,
                count(of.mostHeld()));
    }

    private static String change(String what, String goal, long alone, long beside) {
        return change(what, goal, alone, beside, beside / (double) alone - 1);
    }

    private static String change(String what, String goal, long alone, long beside, double change) {
        return row(what, goal, duration(alone), duration(beside), percent(change));
    }

    private static double fewerCartSyncs(Figures of) {
        return 1 - of.cartSyncsOut() / (double) of.cartSyncsIn();
    }

    private static String titles(String... cells) {
        return row(cells) + "|---".repeat(cells.length) + "|\n";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String duration(long nanos) {
        if (nanos < Timeline.SECOND) {
            return nanos / Timeline.MILLI + " ms";
        }
        if (nanos < 2 * Timeline.MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", nanos / (double) Timeline.SECOND);
        }
        long seconds = nanos / Timeline.SECOND;
        return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }

    private record Cell(Shape shape, Vendor vendor) {
        Run run() {
            return Run.of(shape, vendor);
        }
    }
}
