package dev.weir.server;

import dev.weir.tool.PlainText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 1 could not be done, 2 the command or the config is wrong. */
@Command(
        name = "weir",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Edge event tracker: durable before it answers, delivered at the vendor's pace.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Without a command: serve, on the embedded demo config.",
            "Exit codes: 0 done; 1 could not be done, refused, damaged, or over a bound that was set;",
            "2 the command line or the config is wrong.",
            "Example: ./weir send personaclick"
        },
        subcommands = {
            ServeCommand.class,
            CheckConfigCommand.class,
            JournalCommand.class,
            IdsCommand.class,
            KeysCommand.class,
            DeadLetterCommand.class,
            SendCommand.class,
            LoadCommand.class,
            TailCommand.class,
            StatusCommand.class,
            SectionsCommand.class,
            LimitsCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            ReplayCommand.class,
            DrainCommand.class,
            EraseCommand.class,
            CompletionCommand.class,
            ArchiveClassesCommand.class
        })
public final class Main implements Runnable {

    /** What a caller has to mend: the command line or the config. */
    static final int EXIT_USAGE = 2;

    private static final int HELP_WIDTH = 100;

    @Spec
    private CommandSpec spec;

    Main() {}

    public static void main(String[] args) {
        int exit = isPlainServe(args)
                ? serve(args.length < 3 ? null : Path.of(args[2]))
                : commandLine().execute(args);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /** What is started most, and waited for: without all that it takes to read any command. */
    static boolean isPlainServe(String[] args) {
        return args.length == 0
                || (args[0].equals("serve")
                        && (args.length == 1
                                || (args.length == 3 && args[1].equals("--config") && !args[2].startsWith("-"))));
    }

    private static int serve(@Nullable Path config) {
        try {
            ServeCommand.serve(config, ServeRole.ALL, writer(FileDescriptor.out));
            return 0;
        } catch (StartException expected) {
            return tell(expected, writer(FileDescriptor.err));
        }
    }

    private static PrintWriter writer(FileDescriptor terminal) {
        return new PrintWriter(new FileOutputStream(terminal), true, Charset.defaultCharset());
    }

    static CommandLine commandLine() {
        // A body or a file name may begin with @, and is no list of arguments.
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(HELP_WIDTH)
                .setParameterExceptionHandler(Main::onWrongUsage)
                .setExecutionExceptionHandler(Main::onFailure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** One line that names what was wrong, and what was perhaps meant: the rest is in the help. */
    private static int onWrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("weir: " + PlainText.of(what(wrong)) + " ("
                + line.getCommandSpec().qualifiedName() + " --help tells more)");
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.flush();
        return EXIT_USAGE;
    }

    private static String what(ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        boolean isCommand = wrong instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !line.getSubcommands().isEmpty();
        return isCommand
                ? ((UnmatchedArgumentException) wrong).getUnmatched().get(0) + ": no such command (expected: one of "
                        + String.join(", ", line.getSubcommands().keySet()) + ")"
                : String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
    }

    private static int onFailure(Exception failure, CommandLine command, CommandLine.ParseResult unused)
            throws Exception {
        if (!(failure instanceof StartException expected)) {
            throw failure;
        }
        return tell(expected, command.getErr());
    }

    private static int tell(StartException expected, PrintWriter err) {
        String.valueOf(expected.getMessage()).lines().forEach(line -> err.println("weir: " + PlainText.of(line)));
        err.flush();
        return expected.exitCode();
    }

    /** From the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"weir " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
