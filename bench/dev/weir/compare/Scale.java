package dev.weir.compare;

import dev.weir.compare.Round.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an event costs a Weir of more sections, sinks, connections, or events that it owes. Each size is a server beside the others, asked in turn
 * with them; a ratio is of two rounds that were neighbours. Confined to one thread.
 */
final class Scale {

    private static final Size ONE = new Size("1 section, 1 sink, delivery owed", 1, 1, true);
    private static final Size DELIVERED = new Size("1 section, delivered to 1 file", 1, 1, false);
    private static final List<Size> OWING = List.of(
            ONE,
            new Size("100 sections", 100, 1, true),
            new Size("10,000 sections", 10_000, 1, true),
            new Size("10 sinks", 1, 10, true));
    private static final List<Size> DELIVERING =
            List.of(DELIVERED, new Size("1 section, delivered to 10 files", 1, 10, false));
    private static final List<Load> CONNECTIONS = List.of(Load.FEW, Load.ALONE, Load.THOUSAND, Load.TEN_THOUSAND);
    private static final double MILLION = 1e6;

    private final Contenders contenders;
    private final Asking asking;
    private final int rounds;
    private final Duration duration;
    private final int warmUp;

    /**
     * Asks nobody yet.
     *
     * @param warmUp seconds of processor time of each server
     */
    Scale(Contenders contenders, Asking asking, int rounds, Duration duration, int warmUp) {
        this.contenders = contenders;
        this.asking = asking;
        this.rounds = rounds;
        this.duration = duration;
        this.warmUp = warmUp;
    }

    /** @param owed events, with which a server is compared with one that owes few */
    void print(long owed, PrintStream out) throws IOException {
        out.printf(
                Locale.ROOT,
                "%n%d rounds of %d s in turn: the median, the least and the most.%n",
                rounds,
                duration.toSeconds());
        List<Contender> owing = start(OWING);
        print("64 connections, delivery owed", sideBySide(owing), out);
        print("64 connections, delivered", sideBySide(start(DELIVERING)), out);
        print("connections, delivery owed", byConnections(owing.get(0)), out);
        print("64 connections, events owed", byOwed(owing.get(0), owed), out);
    }

    private List<Contender> start(List<Size> sizes) throws IOException {
        List<Contender> started = new ArrayList<>();
        for (Size size : sizes) {
            Contender contender = contenders.start(size);
            asking.warmUp(contender, Load.FEW, warmUp);
            started.add(contender);
        }
        return started;
    }

    private List<Row> sideBySide(List<Contender> servers) throws IOException {
        List<Row> rows =
                servers.stream().map(server -> new Row(server.entry().name())).toList();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < servers.size(); i++) {
                rows.get(i).add(asking.run(servers.get(i), Load.FEW, 0, duration));
            }
        }
        return rows;
    }

    private List<Row> byConnections(Contender server) throws IOException {
        List<Row> rows = CONNECTIONS.stream().map(load -> new Row(load.label())).toList();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < rows.size(); i++) {
                rows.get(i).add(asking.run(server, CONNECTIONS.get(i), 0, duration));
            }
        }
        return rows;
    }

    /** One that has just begun, beside the one that owes so many by then. */
    private List<Row> byOwed(Contender old, long owed) throws IOException {
        double owing = 0;
        while (owing < owed) {
            owing += asking.run(old, Load.MANY, 0, duration).perSecond() * duration.toSeconds();
        }
        Contender young = start(List.of(new Size("just begun", 1, 1, true))).get(0);
        List<Row> rows = sideBySide(List.of(young, old));
        return List.of(
                rows.get(0),
                new Row(
                        String.format(Locale.ROOT, "%.0f million owed at least", owing / MILLION),
                        rows.get(1).rounds()));
    }

    private static void print(String title, List<Row> rows, PrintStream out) {
        out.printf(Locale.ROOT, "%n| %s | requests/s | µs CPU a request | of the first |%n|---|---|---|---|%n", title);
        for (Row row : rows) {
            Spread cpu = Spread.of(row.rounds(), Round::cpuMicros);
            Spread ratio = Spread.ofRatios(row.rounds(), rows.get(0).rounds(), Round::cpuMicros);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f (%.1f to %.1f) | %.2f (%.2f to %.2f) |%n",
                    row.label(),
                    Spread.of(row.rounds(), Round::perSecond).median(),
                    cpu.median(),
                    cpu.least(),
                    cpu.most(),
                    ratio.median(),
                    ratio.least(),
                    ratio.most());
        }
    }

    private record Row(String label, List<Round> rounds) {
        Row(String label) {
            this(label, new ArrayList<>());
        }

        void add(Round round) {
            rounds.add(round);
        }
    }
}
