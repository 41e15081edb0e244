package dev.weir.server;

import dev.weir.tool.admin.AdminClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Let a paused sink go on. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Let a paused sink go on.",
        footer = {"", "Example: ./weir resume files"})
final class ResumeCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Parameters(paramLabel = "SINK", description = "its name in the config")
    private String sink;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        access.ask(client -> client.ask("POST", "/api/sinks/" + AdminClient.segment(sink) + "/resume", null));
        spec.commandLine().getOut().println(sink + ": resumed");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
