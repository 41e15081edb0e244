package dev.weir.capacity;

import dev.weir.Hardware;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the tables of {@code bench/capacity.md}. */
@Command(
        name = "bench/capacity",
        mixinStandardHelpOptions = true,
        description =
                "What an event costs on this machine, measured in a minute; and what 10^4, 10^6 and 10^9 of them a minute take, on paper.")
final class Capacity implements Callable<Integer> {

    @Option(names = "--paper", description = "the computed tables alone; nothing is measured")
    private boolean isPaper;

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Capacity());
        line.setExecutionExceptionHandler((failure, unused, parsed) -> {
            System.err.println("bench/capacity: " + failure);
            return 2;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (!isPaper) {
            print(Measured.on(Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "capacity")).toAbsolutePath(), "run")));
        }
        System.out.print(Paper.text());
        return 0;
    }

    private static void print(Measured one) throws Exception {
        System.out.println(machine());
        System.out.println();
        System.out.println("| one event: a view, body of 300 bytes | measured | taken |");
        System.out.println("|---|---|---|");
        row("request, HTTP/1.1, head and body, bytes", one.request(), Costs.REQUEST_BYTES);
        row("answer, bytes", one.answer(), Costs.ANSWER_BYTES);
        row("journal, bytes", one.journal(), Costs.JOURNAL_BYTES);
        row("line of the file sink, bytes", one.line(), 0);
        row("delivery, HTTP/2 without TLS, bytes", one.delivery(), Costs.DELIVERY_BYTES);
        row("what the vendor answers, bytes", one.receipt(), 0);
        row("heap of an event that is read back, bytes", one.decoded(), 0);
        row("what bounds count it as, with its request, bytes", one.counted(), Costs.COUNTED_BYTES);
        row("processor, to a file and over HTTP/2, 16 connections, µs", one.micros(), 0);
        for (int i = 0; i < Costs.HOLDERS.length; i++) {
            row(
                    "claims a second of one Redis, of budgets that " + Costs.HOLDERS[i] + " hold",
                    Claims.perSecond(Costs.HOLDERS[i]),
                    Costs.CLAIMS_PER_SECOND[i]);
        }
    }

    private static void row(String what, double measured, double taken) {
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %s |",
                what,
                measured,
                taken == 0 ? "" : String.format(Locale.ROOT, "%,.0f", taken)));
    }

    private static String machine() throws IOException {
        return Hardware.words("cores") + ", load " + Hardware.load() + ".";
    }
}
