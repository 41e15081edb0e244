package dev.weir.guard;

import dev.weir.guard.Figures.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a run of the benchmarks with what is committed. */
@Command(
        name = "bench/guard",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                "Compares a run of the benchmarks with the committed baseline; exit code 1 where something is worse.")
final class Guard implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            defaultValue = "target/bench.json",
            description = "what JMH wrote (default: ${DEFAULT-VALUE})")
    private Path run = Path.of("");

    @Option(
            names = "--baseline",
            defaultValue = "bench/baseline.json",
            description = "what it is held against (default: ${DEFAULT-VALUE})")
    private Path baseline = Path.of("");

    @Option(names = "--update", description = "make the run's figures those of the baseline; others stay")
    private boolean isUpdate;

    @Option(names = "--table", description = "print the run as Markdown, and compare nothing")
    private boolean isTable;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Guard());
        line.setExecutionExceptionHandler((failure, unused, parsed) -> {
            line.getErr().println("bench/guard: " + failure.getMessage());
            return 2;
        });
        return line;
    }

    @Override
    public Integer call() throws IOException {
        Figures now = Figures.ofRun(run);
        if (isTable) {
            tell(table(now));
            return 0;
        }
        if (isUpdate) {
            Figures kept = Files.exists(baseline) ? Figures.ofBaseline(baseline) : new Figures();
            kept.costs().putAll(now.costs());
            Files.writeString(baseline, json(kept));
            tell(List.of(now.costs().size() + " figures written to " + baseline));
            return 0;
        }
        Verdict verdict = Verdict.of(now, Figures.ofBaseline(baseline));
        tell(verdict.lines());
        return verdict.isGood() ? 0 : 1;
    }

    private static List<String> table(Figures figures) {
        List<String> lines =
                new ArrayList<>(List.of("| benchmark | ns/op | of the reference | B/op |", "|---|---|---|---|"));
        for (Map.Entry<String, Cost> each : figures.costs().entrySet()) {
            Cost cost = each.getValue();
            lines.add(String.format(
                    Locale.ROOT,
                    "| `%s` | %,.1f | %.3f | %,.0f |",
                    each.getKey(),
                    cost.nanos(),
                    cost.ratio(),
                    cost.bytes()));
        }
        return lines;
    }

    /** A line for each, in order, so that a change of one is a change of one line. */
    private static String json(Figures figures) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Cost> each : figures.costs().entrySet()) {
            Cost cost = each.getValue();
            String ratio =
                    Double.isNaN(cost.ratio()) ? "" : String.format(Locale.ROOT, ", \"ratio\": %.4f", cost.ratio());
            lines.add(String.format(Locale.ROOT, "  \"%s\": {\"bytes\": %.2f%s}", each.getKey(), cost.bytes(), ratio));
        }
        return "{\n" + String.join(",\n", lines) + "\n}\n";
    }

    private static void tell(List<String> lines) {
        lines.forEach(System.out::println);
    }
}
