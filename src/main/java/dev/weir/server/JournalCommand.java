package dev.weir.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.journal.file.JournalInspector;
import dev.weir.journal.file.JournalInspector.Damage;
import dev.weir.journal.file.JournalInspector.FileReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir journal verify|list|cat DIR}: reads a journal's directory, also while a process writes to it. */
@Command(name = "journal", description = "Look into a journal, without changing it.", mixinStandardHelpOptions = true)
final class JournalCommand implements Runnable {

    private static final int CLEAN = 0;
    private static final int DAMAGED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(commandLine(spec), "Missing subcommand (expected: verify, list or cat)");
    }

    @Command(
            name = "verify",
            description = "Check every record. Exit code 0 when all is well, 1 when something is damaged.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "DIR", description = "the journal's folder, or the data folder above it") Path dir)
            throws IOException {
        PrintWriter out = out();
        List<FileReport> reports = inspector(dir).inspect((seq, timeMillis, envelope) -> {});
        long events = 0;
        int damages = 0;
        for (FileReport report : reports) {
            out.println(report.name() + "  " + numbers(report) + "  " + report.usedBytes() + " of " + report.bytes()
                    + " bytes  " + (report.isClean() ? "clean" : "DAMAGED"));
            for (Damage damage : report.damages()) {
                out.println("  at " + damage.offset() + ", " + damage.bytes() + " bytes, " + missing(damage) + ": "
                        + damage.what());
            }
            events += report.events();
            damages += report.damages().size();
        }
        out.println(reports.size() + " files, " + events + " events, " + damages + " damaged places");
        out.flush();
        return damages == 0 ? CLEAN : DAMAGED;
    }

    @Command(name = "list", description = "List the files: numbers, times and bytes.", mixinStandardHelpOptions = true)
    int list(
            @Parameters(paramLabel = "DIR", description = "the journal's folder, or the data folder above it") Path dir)
            throws IOException {
        PrintWriter out = out();
        for (FileReport report : inspector(dir).inspect((seq, timeMillis, envelope) -> {})) {
            out.println(report.name() + "  " + numbers(report) + "  " + times(report) + "  " + report.usedBytes()
                    + " of " + report.bytes() + " bytes");
        }
        out.flush();
        return CLEAN;
    }

    @Command(name = "cat", description = "Print each event as one line of JSON.", mixinStandardHelpOptions = true)
    int cat(@Parameters(paramLabel = "DIR", description = "the journal's folder, or the data folder above it") Path dir)
            throws IOException {
        PrintWriter out = out();
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        List<FileReport> reports;
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            reports = inspector(dir).inspect((seq, timeMillis, envelope) -> write(json, seq, timeMillis, envelope));
        }
        if (reports.stream().anyMatch(report -> report.events() > 0)) {
            out.println();
        }
        out.flush();
        return reports.stream().allMatch(FileReport::isClean) ? CLEAN : DAMAGED;
    }

    private static void write(JsonGenerator json, long seq, long timeMillis, Envelope envelope) throws IOException {
        Beacon beacon = envelope.beacon();
        json.writeStartObject();
        json.writeNumberField("seq", seq);
        json.writeStringField("time", Instant.ofEpochMilli(timeMillis).toString());
        json.writeStringField("dialect", envelope.dialect());
        json.writeStringField("section", envelope.section());
        json.writeStringField("type", envelope.type().label());
        json.writeStringField("did", envelope.deviceId());
        json.writeStringField("sid", envelope.sessionId());
        json.writeStringField("path", beacon.path());
        json.writeStringField("query", beacon.query());
        json.writeStringField("body", new String(beacon.body(), StandardCharsets.UTF_8));
        json.writeEndObject();
    }

    private static String numbers(FileReport report) {
        if (report.events() + report.erased() == 0) {
            return "no events";
        }
        String erased = report.erased() == 0 ? "" : ", " + report.erased() + " erased";
        return report.firstSeq() + ".." + report.lastSeq() + " (" + report.events() + " events" + erased + ")";
    }

    private static String times(FileReport report) {
        return report.events() + report.erased() == 0
                ? "-"
                : Instant.ofEpochMilli(report.firstMillis()) + " to " + Instant.ofEpochMilli(report.lastMillis());
    }

    private static String missing(Damage damage) {
        return damage.firstSeq() > damage.lastSeq()
                ? "no event known to be missing"
                : "missing " + damage.firstSeq() + ".." + damage.lastSeq();
    }

    private JournalInspector inspector(Path dir) {
        Path below = dir.resolve("journal");
        Path journal = Files.isDirectory(below) ? below : dir;
        if (!JournalInspector.isJournal(journal)) {
            throw new ParameterException(
                    commandLine(spec),
                    "DIR: " + dir + " (expected: a folder with *.journal files, or the data folder above it)");
        }
        return JournalInspector.of(journal);
    }

    private PrintWriter out() {
        return commandLine(spec).getOut();
    }

    private static CommandLine commandLine(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("run by the command line alone");
        }
        return spec.commandLine();
    }
}
