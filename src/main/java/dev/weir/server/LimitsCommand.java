package dev.weir.server;

import dev.weir.tool.JsonTree;
import dev.weir.tool.admin.AdminClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the limits of a running Weir's sections, or changes one. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = {
            "Show the limits of a running Weir's sections, or change one.",
            "A change holds until the config changes, or a restart."
        },
        footer = {"", "Example: ./weir limits demo --refill 200 --capacity 400"})
final class LimitsCommand implements Callable<Integer> {

    @Mixin
    private final AdminAccess access = new AdminAccess();

    @Parameters(arity = "0..1", paramLabel = "SECTION", description = "this one alone")
    private @Nullable String section;

    @Option(names = "--refill", paramLabel = "N", description = "tokens a second from now on")
    private @Nullable Long refill;

    @Option(names = "--capacity", paramLabel = "N", description = "how many at once after a rest")
    private @Nullable Long capacity;

    @Option(names = "--mode", paramLabel = "MODE", description = "enforce, or shadow, which counts and refuses nothing")
    private @Nullable String mode;

    @Option(names = "--json", description = "as one JSON document")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        Map<String, Object> changes = changes();
        if (section == null && !changes.isEmpty()) {
            throw new StartException(Main.EXIT_USAGE, "SECTION is missing (expected: whose limit is changed)", null);
        }
        String wanted = section;
        String document = access.ask(client -> {
            if (wanted != null && !changes.isEmpty()) {
                client.ask("PUT", "/api/sections/" + AdminClient.segment(wanted) + "/limit", changes);
            }
            return client.get("/api/sections");
        });
        StatusCommand.show(JsonTree.page(limits(document)), isJson, spec);
        return 0;
    }

    private Map<String, Object> changes() {
        Map<String, Object> changes = new LinkedHashMap<>();
        if (refill != null) {
            changes.put("refill", refill);
        }
        if (capacity != null) {
            changes.put("capacity", capacity);
        }
        if (mode != null) {
            changes.put("mode", mode);
        }
        return changes;
    }

    private List<Map<String, @Nullable Object>> limits(String document) throws StartException {
        List<Map<String, @Nullable Object>> limits = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Object each : JsonTree.elements(StatusCommand.parsed(document))) {
            Map<?, ?> found = JsonTree.members(each);
            String name = String.valueOf(found.get("name"));
            names.add(name);
            if (section == null || section.equals(name)) {
                Map<String, @Nullable Object> limit = new LinkedHashMap<>();
                limit.put("section", name);
                JsonTree.members(found.get("limit")).forEach((member, value) -> limit.put(member.toString(), value));
                limits.add(limit);
            }
        }
        if (section != null && limits.isEmpty()) {
            throw new StartException(
                    Main.EXIT_USAGE,
                    "SECTION: " + section + " (expected: one of " + String.join(", ", names) + ")",
                    null);
        }
        return limits;
    }
}
