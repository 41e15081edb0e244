package dev.weir.compare;

import dev.weir.compare.Round.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the rounds have shown, as Markdown. */
final class Table {

    private final Machine machine;
    private final Disk disk;
    private final Contenders contenders;
    private final List<Round> results;
    private final int rounds;
    private final int seconds;
    private final StringBuilder text = new StringBuilder();

    Table(Machine machine, Disk disk, Contenders contenders, List<Round> results, int rounds, int seconds) {
        this.machine = machine;
        this.disk = disk;
        this.contenders = contenders;
        this.results = results;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    static List<Round> select(List<Round> results, String server, Load load) {
        return results.stream()
                .filter(round -> round.server().equals(server) && round.load() == load)
                .toList();
    }

    void print(PrintStream out, Path dir) throws IOException {
        line(
                "%s. %d rounds of %d s in turn: the median, and in brackets the least and the most. A 4 KiB write with "
                        + "`fdatasync` of the same disk, %d times: p50 %.2f ms, p99 %.2f ms.",
                machine.words(), rounds, seconds, disk.times(), disk.p50Micros() / 1_000, disk.p99Micros() / 1_000);
        servers();
        for (Load load : Load.values()) {
            saturation(load);
        }
        halfLoad();
        warnings();
        out.print(text);
        Files.writeString(dir.resolve("table.md"), text);
        Files.writeString(dir.resolve("rounds.csv"), csv());
    }

    private void servers() throws IOException {
        line("");
        line("| server | what it does | MiB resident, after it all |");
        line("|---|---|---|");
        for (Contender contender : contenders.all()) {
            line(
                    "| %s | %s | %d |",
                    contender.entry().name(), contender.entry().does(), contender.residentKib() / 1_024);
        }
        for (Map.Entry<String, String> missing : contenders.missing().entrySet()) {
            line("| %s | %s | |", missing.getKey(), missing.getValue());
        }
    }

    private void saturation(Load load) {
        if (load.isOpen() || results.stream().noneMatch(round -> round.load() == load)) {
            return;
        }
        line("");
        line(
                "| %s | requests/s | of vertx | µs CPU a request | of vertx | p50, p99 ms | generator's core |",
                load.label());
        line("|---|---|---|---|---|---|---|");
        List<Round> control = select(results, Contenders.CONTROL, load);
        for (Contender contender : contenders.all()) {
            List<Round> own = select(results, contender.entry().name(), load);
            if (!own.isEmpty()) {
                line(
                        "| %s | %s | %s | %s | %s | %.2f, %.2f | %.0f %% |",
                        contender.entry().name(),
                        cell("%.0f", Spread.of(own, Round::perSecond)),
                        cell("%.2f", Spread.ofRatios(own, control, Round::perSecond)),
                        cell("%.1f", Spread.of(own, Round::cpuMicros)),
                        cell("%.2f", Spread.ofRatios(own, control, Round::cpuMicros)),
                        median(own, Round::p50) / 1_000,
                        median(own, Round::p99) / 1_000,
                        median(own, Round::generatorShare) * 100);
            }
        }
    }

    private void halfLoad() {
        line("");
        line("| %s | requests/s | p50 ms | p99 ms | p99.9 ms | µs CPU a request |", Load.HALF.label());
        line("|---|---|---|---|---|---|");
        for (Contender contender : contenders.all()) {
            List<Round> own = select(results, contender.entry().name(), Load.HALF);
            line(
                    "| %s | %.0f | %s | %s | %s | %s |",
                    contender.entry().name(),
                    median(own, Round::perSecond),
                    cell("%.2f", Spread.of(own, round -> round.p50() / 1_000)),
                    cell("%.2f", Spread.of(own, round -> round.p99() / 1_000)),
                    cell("%.2f", Spread.of(own, round -> round.p999() / 1_000)),
                    cell("%.1f", Spread.of(own, Round::cpuMicros)));
        }
    }

    private void warnings() {
        line("");
        for (Contender contender : contenders.all()) {
            for (Load load : Load.values()) {
                warn(contender.entry().name(), load);
            }
        }
    }

    private void warn(String server, Load load) {
        List<Round> own = select(results, server, load);
        long bound = own.stream().filter(Round::isGeneratorBound).count();
        if (bound > 0) {
            line(
                    "- The generator was the bottleneck in %d of %d rounds: %s, %s (it wanted its core for %.0f %% of the "
                            + "time, and sent %.0f µs late at p99).",
                    bound,
                    own.size(),
                    server,
                    load.label(),
                    median(own, Round::generatorShare) * 100,
                    median(own, Round::lagMicros));
        }
        long disturbed = own.stream().filter(Round::isDisturbed).count();
        if (disturbed > 0) {
            line(
                    "- Other processes had %.0f %% of the servers' core: %s, %s, %d of %d rounds.",
                    median(own, Round::others) * 100, server, load.label(), disturbed, own.size());
        }
        long refused = own.stream().mapToLong(Round::refused).sum();
        if (refused > 0) {
            line("- Not answered 200: %d requests of %s, %s.", refused, server, load.label());
        }
    }

    private String csv() {
        StringBuilder csv = new StringBuilder(
                "server,load,per_second,cpu_micros,p50_micros,p99_micros,p999_micros,refused,unsent,generator_share,lag_p99_micros,others_share\n");
        for (Round round : results) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%.1f,%.2f,%.0f,%.0f,%.0f,%d,%d,%.3f,%.0f,%.3f%n",
                    round.server(),
                    round.load(),
                    round.perSecond(),
                    round.cpuMicros(),
                    round.p50(),
                    round.p99(),
                    round.p999(),
                    round.refused(),
                    round.unsent(),
                    round.generatorShare(),
                    round.lagMicros(),
                    round.others()));
        }
        return csv.toString();
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Spread.of(rounds, figure).median();
    }

    private static String cell(String format, Spread spread) {
        if (Double.isNaN(spread.median())) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                spread.median(),
                spread.least(),
                spread.most());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
