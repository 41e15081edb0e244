package dev.weir.server;

import dev.weir.admin.AdminOptions;
import dev.weir.erase.Names;
import dev.weir.erase.Person;
import dev.weir.erase.Person.Kind;
import dev.weir.journal.file.FileJournal;
import dev.weir.server.config.WeirConfig;
import dev.weir.tool.admin.AdminClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases a person: by the running server where there is one, and here where there is none. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erase a person's events from journal, state, dead letters and NDJSON, also while it serves.",
            "Prints the receipt, which is kept in data/erasures. Exit code 0: done, and nothing is found any longer;"
                    + " 1: not done, or something is found; 2: the command or the config is wrong."
        },
        footer = {"", "Example: ./weir erase --section shop --did 7rjVGhMykT"})
final class EraseCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @Spec
    private CommandSpec spec;

    @Option(names = "--section", required = true, paramLabel = "SECTION", description = "of this section")
    private String section = "";

    @ArgGroup(multiplicity = "1")
    private By by = new By();

    @Option(names = "--json", description = "the receipt alone, as one line of JSON, which it is anyway")
    private boolean isJson;

    @Option(names = "--config", paramLabel = "FILE", description = "the config that the server runs on")
    private @Nullable Path config;

    @Override
    public Integer call() throws StartException {
        WeirConfig read = ConfigSource.read(config);
        Person person = person();
        String receipt = isServed(read) ? ask(read.admin(), person) : eraseHere(read, person);
        boolean isClean = receipt.endsWith("\"clean\":true}");
        PrintWriter out = spec.commandLine().getOut();
        out.println(receipt);
        if (!isJson) {
            out.println(
                    isClean ? "erased: nothing is found any longer" : "not all erased: see hits and values_left_out");
        }
        out.flush();
        return isClean ? 0 : 1;
    }

    private Person person() throws StartException {
        try {
            if (by.did != null) {
                return new Person(section, Kind.DEVICE, by.did);
            }
            if (by.email != null) {
                return new Person(section, Kind.EMAIL, hash("--email", Names.emailHash(by.email)));
            }
            if (by.phone != null) {
                return new Person(section, Kind.PHONE, hash("--phone", Names.phoneHash(by.phone)));
            }
            return by.emailHash != null
                    ? new Person(section, Kind.EMAIL, by.emailHash)
                    : new Person(section, Kind.PHONE, String.valueOf(by.phoneHash));
        } catch (IllegalArgumentException wrong) {
            throw usage("--" + wrong.getMessage());
        }
    }

    private static String hash(String option, @Nullable String hash) throws StartException {
        if (hash == null) {
            throw usage(option + ": none (expected: an e-mail address, or a phone number of 7 to 15 digits)");
        }
        return hash;
    }

    private static boolean isServed(WeirConfig read) throws StartException {
        Path dir = read.journal().dir();
        try {
            return FileJournal.isInUse(dir);
        } catch (IOException unreadable) {
            throw new StartException(
                    1, dir + " (expected: a folder that can be read and written): " + unreadable, unreadable);
        }
    }

    private static String eraseHere(WeirConfig read, Person person) throws StartException {
        if (read.sections().byName(person.section()) == null) {
            throw usage("--section: " + person.section() + " (expected: one of the config)");
        }
        return Wiring.erase(read, person).json();
    }

    /** The server that has the data: it knows its sections, and may have much to search. */
    private static String ask(AdminOptions admin, Person person) throws StartException {
        String host = admin.host().contains(":") ? "[" + admin.host() + "]" : admin.host();
        URI base = URI.create("http://" + host + ":" + admin.port());
        AdminClient client = new AdminClient(base, admin.operateToken(), PATIENCE);
        Map<String, String> parameters =
                Map.of("section", person.section(), person.kind().label(), person.value());
        return AdminAccess.ask(
                base,
                "the private port of the server that has the data: --config",
                () -> client.ask("POST", "/api/erase", parameters));
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }

    /** One of these. A value that is left out is asked for, and not shown. */
    static final class By {
        @Option(names = "--did", paramLabel = "ID", description = "the device id")
        private @Nullable String did;

        @Option(
                names = "--email-sha256",
                paramLabel = "HASH",
                description = "SHA-256, in hex, of the address, trimmed and in lower case")
        private @Nullable String emailHash;

        @Option(
                names = "--phone-sha256",
                paramLabel = "HASH",
                description = "SHA-256, in hex, of the number's digits, with a plus before them or without")
        private @Nullable String phoneHash;

        @Option(
                names = "--email",
                arity = "0..1",
                interactive = true,
                echo = true,
                paramLabel = "ADDRESS",
                description = "the address, which is hashed at once; read from the standard input where it is left out")
        private @Nullable String email;

        @Option(
                names = "--phone",
                arity = "0..1",
                interactive = true,
                echo = true,
                paramLabel = "NUMBER",
                description = "the number, likewise")
        private @Nullable String phone;
    }
}
