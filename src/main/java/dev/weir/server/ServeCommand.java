package dev.weir.server;

import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
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

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description =
                    "all, intake or relay: intake delivers nothing, relay has no public port; with journal.type: kafka")
    private ServeRole role = ServeRole.ALL;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        serve(config, role, spec.commandLine().getOut());
        return 0;
    }

    /** Returns once it serves, and has said so. */
    static void serve(@Nullable Path config, ServeRole role, PrintWriter out) throws StartException {
        Running running;
        if (config == null) {
            WeirConfig embedded = ConfigSource.read(null);
            role.check(embedded);
            running = Wiring.start(embedded);
        } else {
            running = Wiring.start(ConfigFile.Seen.of(new ConfigFile(config, new ConfigReader(System.getenv()))), role);
        }
        new Lifecycle(running, running.drainTimeout()).stopOnSignal();
        out.println(running.summary());
        out.flush();
    }
}
