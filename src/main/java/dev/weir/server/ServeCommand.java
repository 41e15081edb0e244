package dev.weir.server;

import dev.weir.server.config.ConfigReader;
import java.io.PrintWriter;
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
        serve(config, spec.commandLine().getOut());
        return 0;
    }

    /** Returns once it serves, and has said so. */
    static void serve(@Nullable Path config, PrintWriter out) throws StartException {
        Running running = config == null
                ? Wiring.start(ConfigSource.read(null))
                : Wiring.start(ConfigFile.Seen.of(new ConfigFile(config, new ConfigReader(System.getenv()))));
        new Lifecycle(running, running.drainTimeout()).stopOnSignal();
        out.println(running.summary());
        out.flush();
    }
}
