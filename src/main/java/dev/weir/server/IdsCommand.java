package dev.weir.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tends the keys under which device and session ids are made. */
@Command(
        name = "ids",
        mixinStandardHelpOptions = true,
        description = "Tend the keys under which ids are made.",
        footer = {"", "Example: ./weir ids rotate"})
final class IdsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing (expected: rotate)");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Put a fresh key in front; it signs from the next start on, older ones still validate.",
            footer = {"", "Example: ./weir ids rotate --config weir.yaml"})
    void rotate(
            @Option(names = "--config", paramLabel = "FILE", description = "the config that the server runs on")
                    @Nullable
                    Path config)
            throws StartException {
        IdKeyFile file = new IdKeyFile(ConfigSource.read(config).data());
        file.rotate(SystemRandom.secure());
        spec.commandLine().getOut().println(file.path() + ": rotated; restart to sign with the fresh key");
    }
}
