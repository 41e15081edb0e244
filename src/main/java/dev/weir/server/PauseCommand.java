package dev.weir.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stop a sink of a running Weir; what is owed to it waits in the journal. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Stop a sink of a running Weir; what is owed to it waits in the journal.",
        footer = {"", "Example: ./weir pause files"})
final class PauseCommand implements Callable<Integer> {

    @Mixin
    private final SinkSteering steering = new SinkSteering();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        steering.ask("pause", "paused", spec);
        return 0;
    }
}
