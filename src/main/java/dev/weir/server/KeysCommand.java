package dev.weir.server;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.key.KeyEntry;
import dev.weir.ingest.key.KeyText;
import dev.weir.server.config.DurationText;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes API keys of Weir's own, also while a server runs on the same data. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Make, list and revoke API keys of Weir's own, also while it serves.",
        footer = {"", "Example: ./weir keys list"})
final class KeysCommand implements Runnable {

    private static final Duration LEAST_LIFETIME = Duration.ofSeconds(1);
    private static final Duration MOST_LIFETIME = Duration.ofDays(3650);
    private static final String CONFIG = "the config that the server runs on";

    private final InstantSource clock = SystemTime.wallClock();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing (expected: create, list or revoke)");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Make a key and print it, this once: only a hash is kept. A running server takes it within a second.",
            footer = {"", "Example: ./weir keys create --section demo --name back-office --expires 90d"})
    void create(
            @Option(
                            names = "--section",
                            required = true,
                            paramLabel = "SECTION",
                            description = "whose events it brings")
                    String section,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "what to call it in lists")
                    String name,
            @Option(
                            names = "--expires",
                            paramLabel = "DURATION",
                            defaultValue = "365d",
                            description = "how long it is good, at most 3650d (default: ${DEFAULT-VALUE})")
                    String expires,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config)
            throws StartException {
        WeirConfig read = ConfigSource.read(config);
        refuseUnknown(section, read.sections());
        if (!KeyEntry.isName(name)) {
            throw usage("--name: " + name.length() + " characters (expected: " + KeyEntry.NAME_EXPECTED + ")");
        }
        Duration lifetime = lifetime(expires);
        ApiKeyFile file = new ApiKeyFile(read.data());
        KeyText key = run(file, () -> file.create(section, name, lifetime, clock, SystemRandom.secure()));
        show(key, "section " + section + ", good for " + DurationText.of(lifetime) + ", hash kept in " + file.path());
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "List the keys, without their secrets.",
            footer = {"", "Example: ./weir keys list --json"})
    void list(
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config,
            @Option(names = "--json", description = "as one JSON document") boolean isJson)
            throws StartException {
        Path data = ConfigSource.read(config).data();
        ApiKeyFile file = new ApiKeyFile(data);
        if (!Files.isDirectory(data)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("weir: " + data + ": no such folder (expected: the data of a Weir: --config, or WEIR_DATA)");
            err.flush();
        }
        List<KeyEntry> entries = run(file, file::ring).entries();
        if (isJson) {
            KeyTable.printJson(entries, clock.instant(), out());
        } else {
            KeyTable.print(entries, clock.instant(), out());
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Revoke a key for good. A running server refuses it within a second.",
            footer = {"", "Example: ./weir keys revoke Xy12Ab34Cd56"})
    void revoke(
            @Parameters(paramLabel = "ID", description = "the 12 characters after wk_") String id,
            @Option(names = "--config", paramLabel = "FILE", description = CONFIG) @Nullable Path config)
            throws StartException {
        if (!KeyText.isId(id)) {
            // It may be a whole key, which must not end in a log.
            throw usage("ID: " + id.length() + " characters (expected: the 12 letters and digits after wk_)");
        }
        ApiKeyFile file = new ApiKeyFile(ConfigSource.read(config).data());
        KeyEntry revoked = run(file, () -> file.revoke(id, clock)).withId(id);
        if (revoked == null) {
            throw new StartException(1, "ID: " + id + " (expected: a key that is in " + file.path() + ")", null);
        }
        out().println(id + ": revoked since " + revoked.revoked());
    }

    /** The key alone on stdout, so that a script can take it; all else on stderr. */
    private void show(KeyText key, String particulars) throws StartException {
        PrintWriter out = out();
        out.println(key.text());
        if (out.checkError()) {
            throw new StartException(
                    1, "the key could not be printed (expected: weir keys revoke " + key.id() + ")", null);
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("weir: key " + key.id() + " (" + particulars + ") is shown this once only: keep it now");
        err.flush();
    }

    private static void refuseUnknown(String section, Sections sections) throws StartException {
        if (sections.byName(section) == null) {
            throw usage("--section: " + section + " (expected: one of "
                    + sections.all().stream().map(Section::name).collect(Collectors.joining(", ")) + ")");
        }
    }

    private static Duration lifetime(String text) throws StartException {
        Duration lifetime = DurationText.parse(text);
        if (lifetime == null) {
            throw usage("--expires: " + text + " (expected: " + DurationText.EXPECTED + ")");
        }
        if (lifetime.compareTo(LEAST_LIFETIME) < 0 || lifetime.compareTo(MOST_LIFETIME) > 0) {
            throw usage("--expires: " + text + " (expected: " + DurationText.of(LEAST_LIFETIME) + " to "
                    + DurationText.of(MOST_LIFETIME) + ")");
        }
        return lifetime;
    }

    private static <T> T run(ApiKeyFile file, Callable<T> action) throws StartException {
        try {
            return action.call();
        } catch (IOException failure) {
            throw new StartException(1, file.path() + ": cannot be read or written: " + failure, failure);
        } catch (IllegalArgumentException wrong) {
            throw new StartException(Main.EXIT_USAGE, String.valueOf(wrong.getMessage()), wrong);
        } catch (Exception bug) {
            throw new IllegalStateException("unexpected", bug);
        }
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
