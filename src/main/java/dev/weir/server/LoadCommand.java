package dev.weir.server;

import dev.weir.server.config.DurationText;
import dev.weir.tool.admin.AdminClient;
import dev.weir.tool.admin.AdminFailure;
import dev.weir.tool.load.Arrivals;
import dev.weir.tool.load.Books;
import dev.weir.tool.load.Diagnosis;
import dev.weir.tool.load.HtmlReport;
import dev.weir.tool.load.LoadJson;
import dev.weir.tool.load.LoadPlan;
import dev.weir.tool.load.LoadResult;
import dev.weir.tool.load.LoadRun;
import dev.weir.tool.load.LoadTable;
import dev.weir.tool.load.Mix;
import dev.weir.tool.load.Threshold;
import dev.weir.tool.send.Vendor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts load on a Weir, or on what speaks as one, by a schedule that waits for no answer. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Put load on a server: requests leave by a schedule that waits for no answer, and latency counts from when they "
                    + "should have left.",
            "Exit code 1 if nothing was answered, a bound was exceeded, or the books and the client's count differ."
        },
        footer = {
            "",
            "Example: ./weir load http://127.0.0.1:8080 --rate 400 --duration 10s --books http://127.0.0.1:9090"
        })
final class LoadCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(10);
    private static final double MOST_RATE = 1_000_000;
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_DEVICES = 100_000_000;

    @Parameters(paramLabel = "URL", description = "the public port")
    private String url;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "100", description = "requests a second (default: 100)")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "for how long (default: 30s)")
    private String duration = "";

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            defaultValue = "3s",
            description = "load of the same kind before that, which is not counted; 0s for none (default: 3s)")
    private String warmUpFor = "";

    @Option(
            names = "--arrivals",
            paramLabel = "HOW",
            defaultValue = "constant",
            description = "constant, or poisson as independent visitors come (default: constant)")
    private String arrivals = "";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "how many at most (default: 64)")
    private int connections;

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            defaultValue = "personaclick",
            description = "personaclick (the default), pureclarity, gravityfield or pagent")
    private String dialect = "";

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            description = "types, as of ./weir send, and how often each: view=80,cart=15,purchase=5")
    private @Nullable String mix;

    @Option(
            names = "--devices",
            paramLabel = "N",
            defaultValue = "1000",
            description = "how many visitors there are (default: 1000)")
    private int devices;

    @Option(names = "--key", paramLabel = "KEY", description = "as of ./weir send; the demo's own if not given")
    private @Nullable String key;

    @Option(names = "--h2c", description = "HTTP/2; with https, if the server agrees to it")
    private boolean isHttp2;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "how long to wait for an answer (default: 10s)")
    private String timeout = "";

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            defaultValue = "10000",
            description = "requests without an answer, beyond which none is sent (default: 10000)")
    private int maxInFlight;

    @Option(names = "--report", paramLabel = "FILE", description = "write a report with charts, as HTML")
    private @Nullable Path report;

    @Option(
            names = "--books",
            paramLabel = "URL",
            description = "the private port: compare what was accepted with what was acknowledged here")
    private @Nullable String books;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "the private port's token, if not in WEIR_ADMIN_TOKEN")
    private @Nullable Path tokenFile;

    @Option(
            names = "--fail-over",
            paramLabel = "BOUND",
            description = "exit with 1 if latency is more, such as p99=50ms; may be given several times")
    private List<String> bounds = List.of();

    @Option(names = "--fail-on-errors", description = "exit with 1 if any request was not answered 2xx")
    private boolean isStrict;

    @Option(names = "--json", description = "the result as one JSON document")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        LoadPlan plan = plan();
        List<Threshold> thresholds = thresholds();
        AdminClient ledger =
                books == null ? null : new AdminClient(UrlText.parse("--books", books), AdminAccess.token(tokenFile));
        ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
        warmUp(plan, progress);
        Books before = ledger == null ? null : books(ledger);
        LoadResult result = run(plan).run(now -> progress.show(() -> now.line(plan)));
        progress.clear();
        Books since = ledger == null || before == null ? null : books(ledger).since(before);
        List<String> faults = faults(result, thresholds, since);
        write(result, since);
        print(result, since, faults);
        return faults.isEmpty() ? 0 : 1;
    }

    /** Classes are loaded and compiled meanwhile, here and there, and nothing of it is counted. */
    private void warmUp(LoadPlan plan, ProgressLine progress) throws StartException {
        Duration warmUp = DurationText.parse(warmUpFor);
        if (warmUp == null || warmUp.compareTo(LONGEST_WARM_UP) > 0) {
            throw usage("--warm-up: " + warmUpFor + " (expected: " + DurationText.EXPECTED + ", at most 10m)");
        }
        if (!warmUp.isZero()) {
            LoadPlan first = plan.lasting(warmUp);
            run(first).run(now -> progress.show(() -> "warm-up: " + now.line(first)));
        }
    }

    private static LoadRun run(LoadPlan plan) {
        return new LoadRun(plan, new SplittableRandom(SystemRandom.secure().nextLong()), SystemTime::nanos);
    }

    private LoadPlan plan() throws StartException {
        Vendor vendor = SendCommand.vendor("--dialect", dialect);
        Arrivals how = Arrivals.of(arrivals);
        if (how == null) {
            throw usage("--arrivals: " + arrivals + " (expected: constant or poisson)");
        }
        if (!(rate > 0 && rate <= MOST_RATE)) {
            throw usage("--rate: " + rate + " (expected: more than 0, at most 1000000)");
        }
        checkRange("--connections", connections, MOST_CONNECTIONS);
        checkRange("--devices", devices, MOST_DEVICES);
        checkRange("--max-in-flight", maxInFlight, 1_000_000);
        return new LoadPlan(
                UrlText.parse("URL", url),
                rate,
                duration("--duration", duration),
                how,
                connections,
                vendor,
                mix(vendor),
                SendCommand.key(vendor, key),
                devices,
                isHttp2,
                duration("--timeout", timeout),
                maxInFlight);
    }

    private Mix mix(Vendor vendor) throws StartException {
        try {
            return mix == null ? Mix.usual(vendor) : Mix.parse(vendor, mix);
        } catch (IllegalArgumentException wrong) {
            throw usage("--mix: " + wrong.getMessage());
        }
    }

    private List<Threshold> thresholds() throws StartException {
        List<Threshold> thresholds = new ArrayList<>();
        for (String bound : bounds) {
            try {
                thresholds.add(Threshold.parse(bound));
            } catch (IllegalArgumentException wrong) {
                throw usage("--fail-over: " + wrong.getMessage());
            }
        }
        return thresholds;
    }

    private Books books(AdminClient ledger) throws StartException {
        try {
            return Books.of(ledger.get("/metrics"));
        } catch (AdminFailure | IllegalArgumentException refused) {
            throw new StartException(1, "--books: " + refused.getMessage(), refused);
        } catch (IOException unreachable) {
            throw Failures.unreachable(
                    URI.create(String.valueOf(books)), unreachable, "the private port of a running Weir");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException(1, "interrupted", interrupted);
        }
    }

    private List<String> faults(LoadResult result, List<Threshold> thresholds, @Nullable Books since) {
        List<String> faults = new ArrayList<>();
        for (Threshold threshold : thresholds) {
            if (threshold.isExceededBy(result)) {
                faults.add(threshold.verdict(result));
            }
        }
        if (result.counts().answered() == 0) {
            faults.add("none of " + (result.counts().sent() + result.counts().unsent())
                    + " requests was answered (expected: a running Weir at "
                    + result.plan().server() + ")");
        }
        if (isStrict && result.errors() > 0) {
            faults.add(result.errors() + " requests were not answered 2xx");
        }
        if (since != null && !since.agreesWith(result.counts())) {
            faults.add("the books and the count of this client differ");
        }
        return faults;
    }

    private void write(LoadResult result, @Nullable Books since) throws StartException {
        if (report == null) {
            return;
        }
        List<String> remarks = since == null ? List.of() : List.of(since.verdict(result.counts()));
        try {
            Files.writeString(
                    report, HtmlReport.page(result, SystemTime.wallClock().instant(), remarks));
        } catch (IOException failure) {
            throw new StartException(1, "--report: " + report + ": cannot be written", failure);
        }
    }

    private void print(LoadResult result, @Nullable Books since, List<String> faults) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<String> own = Diagnosis.of(result);
        if (isJson) {
            out.println(LoadJson.page(result, since, faults));
        } else {
            LoadTable.lines(result).forEach(out::println);
            out.println();
            if (result.counts().answered() > 0) {
                out.println(
                        own.isEmpty()
                                ? "The generator was not the bottleneck."
                                : "The generator was itself the bottleneck:");
                own.forEach(line -> out.println("  " + line));
            }
            if (since != null) {
                out.println(since.verdict(result.counts()));
            }
            if (report != null) {
                out.println("report: " + report);
            }
        }
        out.flush();
        faults.forEach(fault -> err.println("weir: " + fault));
        err.flush();
    }

    private static Duration duration(String option, String text) throws StartException {
        Duration parsed = DurationText.parse(text);
        if (parsed == null || parsed.isZero() || parsed.compareTo(LONGEST) > 0) {
            throw usage(option + ": " + text + " (expected: " + DurationText.EXPECTED + ", at most 1d)");
        }
        return parsed;
    }

    private static void checkRange(String option, int value, int most) throws StartException {
        if (value < 1 || value > most) {
            throw usage(option + ": " + value + " (expected: 1 to " + most + ")");
        }
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }
}
