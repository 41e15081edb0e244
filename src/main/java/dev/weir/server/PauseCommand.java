package dev.weir.server;

import dev.weir.tool.admin.AdminClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stop a sink of a running Weir; what is owed to it waits in the journal. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Stop a sink of a running Weir; what is owed to it waits in the journal.",
        footer = {"", "Example: ./weir pause files"})
final class PauseCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Parameters(paramLabel = "SINK", description = "its name in the config")
    private String sink;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        access.ask(client -> client.ask("POST", "/api/sinks/" + AdminClient.segment(sink) + "/pause", null));
        spec.commandLine().getOut().println(sink + ": paused");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
