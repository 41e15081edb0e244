package dev.weir.server;

import dev.weir.server.config.WeirConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a config as {@code serve} would, and says what is wrong with it, or that nothing is. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = "Check a config file; exit 2 if it is wrong.")
final class CheckConfigCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        WeirConfig config = ConfigSource.read(file);
        spec.commandLine()
                .getOut()
                .println(file + ": ok, " + config.sections().all().size() + " sections, "
                        + config.sinks().size() + " sinks");
        return 0;
    }
}
