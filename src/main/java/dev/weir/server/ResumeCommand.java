package dev.weir.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Let a paused sink go on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Let a paused sink go on.",
        footer = {"", "Example: ./weir resume files"})
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private final SinkSteering steering = new SinkSteering();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        steering.ask("resume", "resumed", spec);
        return 0;
    }
}
