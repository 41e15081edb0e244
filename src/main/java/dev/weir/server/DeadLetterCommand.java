package dev.weir.server;

import dev.weir.event.Section;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.KeptLetter;
import dev.weir.relay.deadletter.LetterInspector;
import dev.weir.relay.deadletter.LetterInspector.State;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and shows what sinks gave up, and has it sent again or dropped, also while a server runs on the same data. */
@Command(
        name = "deadletter",
        mixinStandardHelpOptions = true,
        description = "List, show, replay and drop what sinks refused, also while it serves.",
        footer = {"", "Example: ./weir deadletter list"})
final class DeadLetterCommand implements Runnable {

    private static final String CONFIG = "the config that the server runs on";
    private static final String SINK = "may be left out if there is one, or letters of one";

    @Spec
    private CommandSpec spec;

    private boolean isWhole = true;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing (expected: list, show, replay or drop)");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "List letters, those written first before others. Exit code 1 if some cannot be read.",
            footer = {"", "Example: ./weir deadletter list --reason refused --limit 20"})
    int list(
            @Option(names = "--sink", paramLabel = "SINK", description = "those of this sink") @Nullable String sink,
            @Option(names = "--section", paramLabel = "SECTION", description = "those of this section") @Nullable
                    String section,
            @Option(names = "--reason", paramLabel = "REASON", description = "those given up for this reason") @Nullable
                    String reason,
            @Option(names = "--limit", paramLabel = "N", description = "how many to print at most") @Nullable
                    Long limit,
            @Option(names = "--json", description = "one line of JSON for each letter") boolean isJson,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config)
            throws StartException {
        LetterSelection.checkReason(reason);
        if (limit != null && limit < 1) {
            throw usage("--limit: " + limit + " (expected: at least 1)");
        }
        long most = limit == null ? Long.MAX_VALUE : limit;
        return running(config, (read, sinks) -> {
            List<String> names = sinks.list(sink);
            LetterTable table = new LetterTable(out(), isJson, names, sections(read), most);
            table.printHeader();
            for (String name : names) {
                inspector(sinks, name).read((letter, state, where) -> {
                    if (isWanted(letter, section, reason)) {
                        table.print(name, letter, state);
                    }
                });
            }
            table.printCounts();
            return isWhole ? 0 : 1;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Show a letter: the vendor's answer, and the request.",
            footer = {"", "Example: ./weir deadletter show 318 --sink vendor"})
    int show(
            @Option(names = "--sink", paramLabel = "SINK", description = SINK) @Nullable String sink,
            @Parameters(paramLabel = "SEQ", description = "the event's number in the journal") long seq,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config)
            throws StartException {
        return running(config, (read, sinks) -> {
            String name = sinks.one(sink);
            int[] found = {0};
            inspector(sinks, name).read((letter, state, where) -> {
                if (LetterSelection.isAbout(letter, seq)) {
                    found[0]++;
                    show(name, letter, state, where);
                }
            });
            if (found[0] == 0) {
                throw new StartException(
                        1,
                        "SEQ: " + seq + " (expected: a dead letter of sink " + name
                                + ", as ./weir deadletter list shows them)",
                        null);
            }
            return isWhole ? 0 : 1;
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Have letters sent again, at the sink's pace, each with the idempotency key that it had.",
            footer = {"", "Example: ./weir deadletter replay --all"})
    int replay(
            @Mixin LetterSelection selection,
            @Option(names = "--sink", paramLabel = "SINK", description = SINK) @Nullable String sink,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config)
            throws StartException {
        selection.check();
        return ask(selection, sink, config, false);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Have letters deleted that nobody wants any longer.",
            footer = {"", "Example: ./weir deadletter drop 318"})
    int drop(
            @Mixin LetterSelection selection,
            @Option(names = "--sink", paramLabel = "SINK", description = SINK) @Nullable String sink,
            @Option(names = "--yes", description = "yes, really all of them") boolean isSure,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config)
            throws StartException {
        selection.check();
        if (selection.isAll() && !isSure) {
            throw usage("--all would drop every letter of the sink (expected: --yes with it)");
        }
        return ask(selection, sink, config, true);
    }

    private int ask(LetterSelection selection, @Nullable String sink, @Nullable Path config, boolean isDrop)
            throws StartException {
        return running(config, (read, sinks) -> {
            String name = sinks.served(sink);
            LetterAsking asking = new LetterAsking(sinks.dir(), name, selection, isDrop, this::complain);
            out().println(asking.ask(SystemTime.wallClock(), SystemRandom.secure()));
            out().flush();
            return 0;
        });
    }

    private void show(String sink, KeptLetter letter, State state, String where) throws IOException {
        Kept original = null;
        if (letter.hasOriginal()) {
            try {
                original = letter.toKept();
            } catch (IllegalArgumentException unreadable) {
                complain(where + ": " + unreadable.getMessage());
            }
        }
        out().println(LetterJson.page(sink, letter, state, original));
        out().flush();
    }

    private static boolean isWanted(KeptLetter letter, @Nullable String section, @Nullable String reason) {
        return (section == null || section.equals(letter.section()))
                && (reason == null || reason.equals(letter.reason()));
    }

    private LetterInspector inspector(LetterSinks sinks, String name) {
        return LetterInspector.of(sinks.dir(), name, this::complain);
    }

    /** What cannot be read stops nothing else. */
    private void complain(String wrong) {
        isWhole = false;
        PrintWriter err = spec.commandLine().getErr();
        err.println("weir: " + wrong);
        err.flush();
    }

    private int running(@Nullable Path config, Action action) throws StartException {
        WeirConfig read = ConfigSource.read(config);
        try {
            return action.run(read, new LetterSinks(read));
        } catch (IOException failure) {
            throw new StartException(1, Outlets.deadLetters(read) + ": cannot be read or written: " + failure, failure);
        }
    }

    private static List<String> sections(WeirConfig config) {
        return config.sections().all().stream().map(Section::name).toList();
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Action {
        int run(WeirConfig config, LetterSinks sinks) throws IOException, StartException;
    }
}
