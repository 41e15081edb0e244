package dev.weir.server;

import dev.weir.tool.JsonTree;
import dev.weir.tool.admin.AdminClient;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a range of the journal sent to a sink once more. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Have a range of the journal sent to a sink once more, as far as the journal still has it.",
        footer = {
            "",
            "Examples: ./weir replay 1200 1500 vendor",
            "          ./weir replay 2026-11-20T10:00:00Z 2026-11-20T11:00:00Z vendor"
        })
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Parameters(index = "0", paramLabel = "FROM", description = "a number of the journal, or a time (RFC 3339)")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "likewise; it belongs to the range")
    private String to;

    @Parameters(index = "2", paramLabel = "SINK", description = "its name in the config")
    private String sink;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        String answer = access.ask(client -> client.ask(
                "POST", "/api/sinks/" + AdminClient.segment(sink) + "/replay", Map.of("from", from, "to", to)));
        Map<?, ?> found = JsonTree.members(StatusCommand.parsed(answer));
        PrintWriter out = spec.commandLine().getOut();
        out.println(sink + ": replaying " + (found.containsKey("from") ? found.get("from") : from) + " to "
                + (found.containsKey("to") ? found.get("to") : to));
        out.flush();
        return 0;
    }
}
