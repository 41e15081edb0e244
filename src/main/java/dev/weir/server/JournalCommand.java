package dev.weir.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.file.CursorInspector;
import dev.weir.journal.file.JournalInspector;
import dev.weir.journal.file.JournalInspector.Damage;
import dev.weir.journal.file.JournalInspector.EventVisitor;
import dev.weir.journal.file.JournalInspector.FileReport;
import dev.weir.tool.JsonTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir journal verify|list|cat|stat DIR}: reads a journal's directory, also while a process writes to it. */
@Command(
        name = "journal",
        description = "Look into a journal, without changing it, also while a process writes to it.",
        footer = {"", "Example: ./weir journal stat data"},
        mixinStandardHelpOptions = true)
final class JournalCommand implements Runnable {

    private static final String DIR = "the journal's folder, or the data folder above it";
    private static final String JSON = "as one JSON document";
    private static final int CLEAN = 0;
    private static final int DAMAGED = 1;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(commandLine(spec), "Missing subcommand (expected: verify, list, cat or stat)");
    }

    @Command(
            name = "verify",
            description = "Check every record. Exit code 0 when all is well, 1 when something is damaged.",
            footer = {"", "Example: ./weir journal verify data"},
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "DIR", description = DIR) Path dir,
            @Option(names = "--json", description = JSON) boolean isJson)
            throws StartException {
        PrintWriter out = out();
        List<FileReport> reports = inspect(journal(dir), (seq, timeMillis, envelope) -> {});
        long damages =
                reports.stream().mapToLong(report -> report.damages().size()).sum();
        if (isJson) {
            out.println(JournalJson.page(reports));
        } else {
            print(reports, out);
        }
        out.flush();
        return damages == 0 ? CLEAN : DAMAGED;
    }

    private static void print(List<FileReport> reports, PrintWriter out) {
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
    }

    @Command(
            name = "list",
            description = "List the files: numbers, times and bytes.",
            footer = {"", "Example: ./weir journal list data"},
            mixinStandardHelpOptions = true)
    int list(
            @Parameters(paramLabel = "DIR", description = DIR) Path dir,
            @Option(names = "--json", description = JSON) boolean isJson)
            throws StartException {
        PrintWriter out = out();
        List<FileReport> reports = inspect(journal(dir), (seq, timeMillis, envelope) -> {});
        if (isJson) {
            out.println(JournalJson.page(reports));
        } else {
            for (FileReport report : reports) {
                out.println(report.name() + "  " + numbers(report) + "  " + times(report) + "  " + report.usedBytes()
                        + " of " + report.bytes() + " bytes");
            }
        }
        out.flush();
        return CLEAN;
    }

    @Command(
            name = "stat",
            description = "Count events by section, dialect and type, and tell how far each sink is behind.",
            footer = {"", "Example: ./weir journal stat data"},
            mixinStandardHelpOptions = true)
    int stat(
            @Parameters(paramLabel = "DIR", description = DIR) Path dir,
            @Option(names = "--json", description = JSON) boolean isJson)
            throws StartException {
        PrintWriter out = out();
        Path journal = journal(dir);
        // First, so that no sink is ahead of what there is.
        Map<String, Cursor> cursors = cursors(journal);
        JournalStat stat = new JournalStat();
        List<FileReport> reports = inspect(journal, stat::count);
        if (isJson) {
            out.println(JsonTree.page(stat.json(reports, cursors)));
        } else {
            stat.print(reports, cursors, out);
        }
        out.flush();
        return reports.stream().allMatch(FileReport::isClean) ? CLEAN : DAMAGED;
    }

    @Command(
            name = "cat",
            description = "Print each event, or those that are asked for, as one line of JSON.",
            footer = {
                "",
                "Example: ./weir journal cat data --type purchase --did 7rjVGhMykT --from 2026-11-20T10:00:00Z"
            },
            mixinStandardHelpOptions = true)
    int cat(@Parameters(paramLabel = "DIR", description = DIR) Path dir, @Mixin JournalFilter filter)
            throws StartException {
        filter.check();
        PrintWriter out = out();
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        List<FileReport> reports;
        long[] printed = {0};
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            reports = inspect(journal(dir), (seq, timeMillis, envelope) -> {
                if (filter.matches(seq, timeMillis, envelope)) {
                    printed[0]++;
                    write(json, seq, timeMillis, envelope);
                }
            });
        } catch (IOException failure) {
            throw new StartException(1, "stdout: cannot be written: " + failure.getMessage(), failure);
        }
        if (printed[0] > 0) {
            out.println();
        }
        out.flush();
        long damages =
                reports.stream().mapToLong(report -> report.damages().size()).sum();
        if (damages > 0) {
            PrintWriter err = commandLine(spec).getErr();
            err.println("weir: " + damages + " damaged places (./weir journal verify says which events are missing)");
            err.flush();
        }
        return damages == 0 ? CLEAN : DAMAGED;
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

    private List<FileReport> inspect(Path journal, EventVisitor onEvent) throws StartException {
        ProgressLine progress = ProgressLine.on(commandLine(spec).getErr());
        long[] events = {0};
        try {
            return JournalInspector.of(journal).inspect((seq, timeMillis, envelope) -> {
                onEvent.onEvent(seq, timeMillis, envelope);
                events[0]++;
                progress.show(() -> "weir: " + events[0] + " events read");
            });
        } catch (IOException failure) {
            throw unreadable(journal, failure);
        } finally {
            progress.clear();
        }
    }

    private static Map<String, Cursor> cursors(Path journal) throws StartException {
        try {
            return CursorInspector.read(journal);
        } catch (IOException failure) {
            throw unreadable(journal, failure);
        }
    }

    private static StartException unreadable(Path journal, IOException failure) {
        return new StartException(DAMAGED, journal + ": cannot be read: " + failure.getMessage(), failure);
    }

    private Path journal(Path dir) {
        Path below = dir.resolve("journal");
        Path journal = Files.isDirectory(below) ? below : dir;
        if (!JournalInspector.isJournal(journal)) {
            throw new ParameterException(
                    commandLine(spec),
                    "DIR: " + dir + " (expected: a folder with *.journal files, or the data folder above it)");
        }
        return journal;
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
