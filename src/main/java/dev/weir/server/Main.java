package dev.weir.server;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 could not be done, 2 the command or the config is wrong. */
@Command(
        name = "weir",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Edge event tracker: durable before it answers, delivered at the vendor's pace.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Without a command: serve, on the embedded demo config."},
        subcommands = {
            ServeCommand.class,
            CheckConfigCommand.class,
            JournalCommand.class,
            IdsCommand.class,
            KeysCommand.class,
            DeadLetterCommand.class,
            EraseCommand.class
        })
public final class Main implements Runnable {

    /** What a caller has to mend: the command line or the config. */
    static final int EXIT_USAGE = 2;

    @Spec
    private CommandSpec spec;

    Main() {}

    public static void main(String[] args) {
        int exit = commandLine().execute(args.length == 0 ? new String[] {"serve"} : args);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::onFailure);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int onFailure(Exception failure, CommandLine line, CommandLine.ParseResult unused) throws Exception {
        if (!(failure instanceof StartException expected)) {
            throw failure;
        }
        PrintWriter err = line.getErr();
        err.println("weir: " + expected.getMessage());
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
