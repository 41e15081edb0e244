package dev.weir.server;

import dev.weir.ingest.beacon.FrontOptions;
import dev.weir.server.config.WeirConfig;
import dev.weir.tool.JsonTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
                print(found(String.valueOf(wrong.getMessage()), 0, 0, List.of()));
            }
            throw wrong;
        }
        int sections = config.sections().all().size();
        int sinks = config.sinks().size();
        List<String> notes = notes(config);
        if (isJson) {
            print(found(null, sections, sinks, notes));
        } else {
            print(file + ": ok, " + sections + " sections, " + sinks + " sinks");
            notes.forEach(note -> print("not here, and needed to serve: " + note));
        }
        return 0;
    }

    /** What serving needs beside the config: it need not be on the machine where that is checked. */
    private static List<String> notes(WeirConfig config) {
        List<String> notes = new ArrayList<>();
        String refusal = config.admin().refusal();
        if (refusal != null) {
            notes.add(refusal);
        }
        FrontOptions.Tls tls = config.front().tls();
        notes.addAll(tls == null ? List.of() : CertificateFiles.missing(tls.certificates()));
        return notes;
    }

    private String found(@Nullable String error, int sections, int sinks, List<String> notes) {
        Map<String, @Nullable Object> found = new LinkedHashMap<>();
        found.put("file", file.toString());
        found.put("ok", error == null);
        if (error == null) {
            found.put("sections", sections);
            found.put("sinks", sinks);
            found.put("notes", notes);
        } else {
            found.put("error", error.lines().findFirst().orElse(""));
            found.put("errors", error.lines().toList());
        }
        return JsonTree.page(found);
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
