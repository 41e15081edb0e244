package dev.weir.server;

import dev.weir.server.config.WeirConfig;
import dev.weir.tool.JsonTree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a config as {@code serve} would, and says what is wrong with it, or that nothing is. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = "Check a config file; exit 2 if it is wrong.",
        footer = {"", "Example: ./weir check-config weir.yaml"})
final class CheckConfigCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "YAML")
    private Path file;

    @Option(names = "--json", description = "what was found as one JSON document")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        WeirConfig config;
        try {
            config = ConfigSource.read(file);
        } catch (StartException wrong) {
            if (isJson) {
                print(found(String.valueOf(wrong.getMessage()), 0, 0));
            }
            throw wrong;
        }
        int sections = config.sections().all().size();
        int sinks = config.sinks().size();
        print(isJson ? found(null, sections, sinks) : file + ": ok, " + sections + " sections, " + sinks + " sinks");
        return 0;
    }

    private String found(@Nullable String error, int sections, int sinks) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        found.put("file", file.toString());
        found.put("ok", error == null);
        if (error == null) {
            found.put("sections", sections);
            found.put("sinks", sinks);
        } else {
            found.put("error", error);
        }
        return JsonTree.page(found);
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
