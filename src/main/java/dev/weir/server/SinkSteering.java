package dev.weir.server;

import dev.weir.tool.admin.AdminClient;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Has a running Weir do something with the one sink that is named. */
final class SinkSteering {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Parameters(paramLabel = "SINK", description = "its name in the config")
    private String sink;

    /**
     * Asks for it, and says that it is done.
     *
     * @param action the last word of the private port's path
     * @param done what is said
     */
    void ask(String action, String done, CommandSpec spec) throws StartException {
        access.ask(client -> client.ask("POST", "/api/sinks/" + AdminClient.segment(sink) + "/" + action, null));
        PrintWriter out = spec.commandLine().getOut();
        out.println(sink + ": " + done);
        out.flush();
    }
}
