package dev.weir.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the sections of a running Weir. */
@Command(
        name = "sections",
        mixinStandardHelpOptions = true,
        description = "List the sections of a running Weir: limits, paces, sinks, dialects and origins.",
        footer = {"", "Example: ./weir sections --admin http://127.0.0.1:9090"})
final class SectionsCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Option(names = "--json", description = "the private port's own JSON document")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        StatusCommand.show(access.ask(client -> client.get("/api/sections")), isJson, spec);
        return 0;
    }
}
