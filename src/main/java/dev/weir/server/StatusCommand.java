package dev.weir.server;

import dev.weir.tool.JsonTree;
import dev.weir.tool.admin.DocumentText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how a running Weir is, from its private port. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show how a running Weir is: its checks, books, sinks and sections.",
        footer = {"", "Example: ./weir status --json"})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Option(names = "--json", description = "the private port's own JSON document")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        show(access.ask(client -> client.get("/api/status")), isJson, spec);
        return 0;
    }

    /** A document of the private port, as it came or for people. */
    static void show(String document, boolean isJson, CommandSpec spec) throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(document.strip());
        } else {
            DocumentText.lines(parsed(document)).forEach(out::println);
        }
        out.flush();
    }

    static Object parsed(String document) throws StartException {
        try {
            Object parsed = JsonTree.parse(document);
            if (parsed != null) {
                return parsed;
            }
        } catch (IllegalArgumentException noJson) {
            // Told below.
        }
        throw new StartException(1, "the answer is no JSON (expected: the private port of a Weir: --admin)", null);
    }
}
