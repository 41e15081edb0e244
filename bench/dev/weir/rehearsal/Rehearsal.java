package dev.weir.rehearsal;

import dev.weir.Hardware;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything, goes through the phases, and prints the report. On a machine of its own, of those that {@code bench/rehearse} makes. */
@Command(
        name = "bench/rehearse",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                "Many machines on one (root, Linux): three intakes, two relays, Kafka, Redis, a vendor and HAProxy, each in a network"
                        + " namespace; each is killed, paused or cut off in turn, under traffic. Exits with 1 if anything that was acknowledged is lost,"
                        + " out of order, or repeated under another key.")
final class Rehearsal implements Callable<Integer> {

    /** What phases may last longer than they should, on average. */
    private static final int MOST_SECONDS_MORE = 120;

    private static final int SETTLE_SECONDS = 120;
    private static final Duration REPETITIONS = Duration.ofSeconds(12);

    @Option(
            names = "--phase-seconds",
            defaultValue = "20",
            description =
                    "of each phase, if it recovers by then: a fifth is quiet, a third is the fault (default: ${DEFAULT-VALUE})")
    private int phaseSeconds;

    @Option(
            names = "--events",
            defaultValue = "1100",
            description =
                    "a second; one section asks for 8 in 11 and may have 5. Fewer where the machine has other work too"
                            + " (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PHASE",
            description =
                    "these alone, after the beginning: quiet, intake-killed, intake-stopped, intake-cut-off, relay-killed, relay-stopped,"
                            + " relay-cut-off, redis-killed, redis-stopped, redis-cut-off, broker-killed, broker-cut-off, vendor-stopped,"
                            + " vendor-limits, cdn-restarted")
    private List<Phase> only = List.of();

    @Option(
            names = "--spill",
            description =
                    "intakes keep events on their own disks while the broker is away, and the balancer keeps a device on one intake")
    private boolean hasSpill;

    @Option(names = "--dir", hidden = true, defaultValue = "target/rehearsal")
    private Path dir = Path.of("");

    @Option(names = "--machine", hidden = true, description = "a namespace's name and address")
    private Map<String, String> machines = new LinkedHashMap<>();

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Rehearsal());
        line.registerConverter(Phase.class, Phase::of);
        line.setExecutionExceptionHandler((failure, unused, parsed) -> {
            System.err.println("bench/rehearse: " + failure);
            return 2;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (phaseSeconds < 10 || events < 22) {
            throw new IllegalArgumentException(
                    "--phase-seconds: " + phaseSeconds + ", --events: " + events + " (expected: at least 10, and 22)");
        }
        List<Phase> phases = phases();
        String load = Hardware.load();
        Ledger ledger = new Ledger(events * phases.size() * (phaseSeconds + MOST_SECONDS_MORE));
        Network network = new Network(machines);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Vendor vendor = Vendor.listen(vertx, ledger, network.address("clients"), Cluster.VENDOR_PORT);
        say("starting Kafka, Redis, intakes, relays and HAProxy");
        Cluster cluster = Cluster.start(network, dir, events, hasSpill);
        Clients clients = new Clients(vertx, ledger, events, network.address("cdn"), Cluster.PORT);
        Faults faults = new Faults(cluster, network, vendor);
        List<Course.Outcome> outcomes =
                perform(phases, clients, new Course(clients, ledger, faults, Duration.ofSeconds(phaseSeconds)));
        settle(ledger);
        Report report = new Report(ledger, clients, outcomes, events, command(), load, Hardware.load());
        print(report);
        return report.isGood() ? 0 : 1;
    }

    private static List<Course.Outcome> perform(List<Phase> phases, Clients clients, Course course) throws Exception {
        List<Course.Outcome> outcomes = new ArrayList<>();
        clients.start();
        for (Phase phase : phases) {
            say(phase.label() + ": " + phase.fault());
            Course.Outcome outcome = course.run(phase);
            say(String.format(Locale.ROOT, "  as before after %.1f s", outcome.recoverySeconds()));
            outcomes.add(outcome);
        }
        clients.stop();
        return outcomes;
    }

    /** Until all that was acknowledged has arrived, or will not, and what comes again has come. */
    private static void settle(Ledger ledger) {
        say("waiting for the rest");
        boolean unused = Patience.isTrueWithin(SETTLE_SECONDS, () -> ledger.owed(0, ledger.sent()) == 0);
        Patience.untilNanos(System.nanoTime() + REPETITIONS.toNanos());
    }

    private List<Phase> phases() {
        List<Phase> phases = new ArrayList<>(List.of(Phase.BEGINNING));
        for (Phase phase : Phase.values()) {
            if (phase != Phase.BEGINNING && (only.isEmpty() || only.contains(phase))) {
                phases.add(phase);
            }
        }
        return phases;
    }

    private String command() {
        return "bench/rehearse --phase-seconds " + phaseSeconds + " --events " + events + (hasSpill ? " --spill" : "")
                + (only.isEmpty()
                        ? ""
                        : " --only " + only.stream().map(Phase::label).collect(Collectors.joining(",")));
    }

    private void print(Report report) throws IOException {
        Path file = dir.resolve("report.md");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8)) {
            report.print(out);
        }
        System.out.print(Files.readString(file));
        System.out.flush();
    }

    private static void say(String text) {
        System.err.println("bench/rehearse: " + text);
    }
}
