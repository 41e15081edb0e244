package dev.weir.server;

import dev.weir.server.config.ConfigReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves until SIGTERM, then drains and exits with 0. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serve until SIGTERM.",
        footer = {"", "Example: ./weir serve --config weir.yaml"})
final class ServeCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML; the embedded demo config if not given")
    private @Nullable Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        Running running = config == null
                ? Wiring.start(ConfigSource.read(null))
                : Wiring.start(ConfigFile.Seen.of(new ConfigFile(config, new ConfigReader(System.getenv()))));
        new Lifecycle(running, running.drainTimeout()).stopOnSignal();
        spec.commandLine().getOut().println(running.summary());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
