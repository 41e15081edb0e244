package dev.weir.compare;

import dev.weir.compare.Round.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs rounds that take turns, and prints the table. On the client's core; the servers get another. */
@Command(
        name = "bench/compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Weir, bare Vert.x, bare Netty and nginx side by side, each on one core, asked from another.")
final class Compare implements Callable<Integer> {

    @Option(names = "--rounds", defaultValue = "3", description = "of each server and load (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "of a round (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "8",
            description = "seconds of CPU of each server (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "these servers alone; vertx is the control")
    private Set<String> only = new LinkedHashSet<>();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "instead: where the processor time of this server, in Java, goes with 64 connections (JDK 25)")
    private String profile = "";

    @Option(
            names = "--scale",
            description = "instead: what an event costs a Weir of more sections, sinks, connections and events owed")
    private boolean isScale;

    @Option(
            names = "--owed",
            defaultValue = "10000000",
            description = "with --scale: how many events (default: ${DEFAULT-VALUE})")
    private long owed;

    @Option(
            names = "--server-cores",
            defaultValue = "0",
            description = "as taskset has them (default: ${DEFAULT-VALUE})")
    private String serverCores = "";

    @Option(
            names = "--client-cores",
            defaultValue = "1",
            description = "as taskset has them (default: ${DEFAULT-VALUE})")
    private String clientCores = "";

    @Option(
            names = "--data",
            defaultValue = "target/compare",
            description = "where the servers write; on the disk that is meant (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("");

    private Asking asking;
    private final PrintStream out = System.out;
    private final List<Round> results = new ArrayList<>();

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Compare());
        line.setExecutionExceptionHandler((failure, unused, parsed) -> {
            System.err.println("bench/compare: " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        asking = new Asking(new Cores(serverCores));
        Machine machine = new Machine(data.toAbsolutePath());
        machine.pin(clientCores);
        if (!profile.isEmpty()) {
            profile(machine);
            return 0;
        }
        if (isScale) {
            scale(machine);
            return 0;
        }
        Disk disk = Disk.measure(Files.createDirectories(machine.data()));
        try (Contenders contenders = new Contenders(Path.of("").toAbsolutePath(), machine.freshData(), serverCores)) {
            Runtime.getRuntime().addShutdownHook(new Thread(contenders::close));
            contenders.start(only);
            warmUp(contenders.all());
            closedRounds(contenders.all());
            openRounds(contenders.all());
            new Table(machine, disk, contenders, results, rounds, seconds).print(out, machine.data());
        } finally {
            machine.removeData();
        }
        return 0;
    }

    private void scale(Machine machine) throws IOException {
        try (Contenders contenders = new Contenders(Path.of("").toAbsolutePath(), machine.freshData(), serverCores)) {
            Runtime.getRuntime().addShutdownHook(new Thread(contenders::close));
            new Scale(contenders, asking, rounds, Duration.ofSeconds(seconds), warmUp).print(owed, out);
            out.println(machine.words());
        } finally {
            machine.removeData();
        }
    }

    private void profile(Machine machine) throws IOException {
        try (Contenders contenders = new Contenders(Path.of("").toAbsolutePath(), machine.freshData(), serverCores)) {
            Runtime.getRuntime().addShutdownHook(new Thread(contenders::close));
            contenders.start(Set.of(profile));
            warmUp(contenders.all());
            Contender contender = contenders.all().get(0);
            Profile taken = new Profile(contender, machine.data());
            taken.begin();
            Duration duration = Duration.ofSeconds((long) rounds * seconds);
            Round round = asking.run(contender, Load.FEW, 0, duration);
            taken.print(Math.round(round.perSecond() * duration.toSeconds()), duration, out);
            out.println(machine.words());
        } finally {
            machine.removeData();
        }
    }

    private void warmUp(List<Contender> contenders) throws IOException {
        for (Contender contender : contenders) {
            say("warming up " + contender.entry().name());
            List<Load> loads = closedLoads(contender);
            for (Load load : loads) {
                asking.warmUp(contender, load, (double) warmUp / loads.size());
            }
        }
    }

    private void closedRounds(List<Contender> contenders) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : turned(contenders, round)) {
                for (Load load : closedLoads(contender)) {
                    note(asking.run(contender, load, 0, Duration.ofSeconds(seconds)));
                }
            }
        }
    }

    private void openRounds(List<Contender> contenders) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : turned(contenders, round)) {
                double saturation = Spread.of(
                                Table.select(results, contender.entry().name(), Load.FEW), Round::perSecond)
                        .median();
                note(asking.run(contender, Load.HALF, saturation / 2, Duration.ofSeconds(seconds)));
            }
        }
    }

    private static List<Load> closedLoads(Contender contender) {
        return contender.entry().speaksHttp2()
                ? List.of(Load.FEW, Load.MANY, Load.STREAMS)
                : List.of(Load.FEW, Load.MANY);
    }

    /** Each is first, and last, as often as the others. */
    private static List<Contender> turned(List<Contender> contenders, int by) {
        List<Contender> turned = new ArrayList<>(contenders);
        Collections.rotate(turned, -by);
        return turned;
    }

    private void note(Round round) {
        results.add(round);
        say(String.format(
                Locale.ROOT,
                "%-11s %-38s %7.0f/s  %6.1f us CPU  p50 %.2f ms  p99 %.2f ms  refused %d  generator %.0f %%%s",
                round.server(),
                round.load().label(),
                round.perSecond(),
                round.cpuMicros(),
                round.p50() / 1_000,
                round.p99() / 1_000,
                round.refused(),
                round.generatorShare() * 100,
                (round.isGeneratorBound() ? "  GENERATOR-BOUND" : "") + (round.isDisturbed() ? "  DISTURBED" : "")));
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
