package dev.weir.server;

import dev.weir.tool.admin.Tail;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The live log in a terminal. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description =
                "Follow the live log of a running Weir: a line for each request, and one for each fate of its events.",
        footer = {"", "Example: ./weir tail --section demo --type purchase"})
final class TailCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Option(names = "--section", paramLabel = "SECTION", description = "requests of this section")
    private @Nullable String section;

    @Option(names = "--dialect", paramLabel = "DIALECT", description = "requests in this dialect")
    private @Nullable String dialect;

    @Option(names = "--type", paramLabel = "TYPE", description = "requests with an event of this type, such as view")
    private @Nullable String type;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "accepted, duplicate, rejected, answered, or a class of status such as 4xx")
    private @Nullable String outcome;

    @Option(names = "--device", paramLabel = "ID", description = "requests of this device")
    private @Nullable String device;

    @Option(names = "--count", paramLabel = "N", description = "end after so many requests")
    private @Nullable Long count;

    @Option(names = "--json", description = "a line of JSON for each message")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        if (count != null && count < 1) {
            throw new StartException(Main.EXIT_USAGE, "--count: " + count + " (expected: at least 1)", null);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        long most = count == null ? Long.MAX_VALUE : count;
        return access.ask(client -> {
            new Tail(
                            client,
                            filters(),
                            most,
                            isJson,
                            line -> {
                                out.println(line);
                                return !out.checkError();
                            },
                            trouble -> {
                                err.println("weir: " + trouble);
                                err.flush();
                            })
                    .follow();
            return 0;
        });
    }

    private Map<String, String> filters() {
        Map<String, String> filters = new LinkedHashMap<>();
        put(filters, "section", section);
        put(filters, "dialect", dialect);
        put(filters, "type", type);
        put(filters, "outcome", outcome);
        put(filters, "device", device);
        return filters;
    }

    private static void put(Map<String, String> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }
}
