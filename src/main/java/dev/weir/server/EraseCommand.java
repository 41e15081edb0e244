package dev.weir.server;

import dev.weir.admin.AdminOptions;
import dev.weir.erase.Names;
import dev.weir.erase.Person;
import dev.weir.erase.Person.Kind;
import dev.weir.journal.file.FileJournal;
import dev.weir.journal.file.JournalInspector;
import dev.weir.server.config.WeirConfig;
import dev.weir.tool.JsonTree;
import dev.weir.tool.PlainText;
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

    @Option(names = "--json", description = "the receipt alone, without the line that sums it up")
    private boolean isJson;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "${env:WEIR_ADMIN:-}",
            description =
                    "the private port of the server that is to do it (default: WEIR_ADMIN, or else that of the config, if one serves)")
    private @Nullable String admin;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "a file with the token, where WEIR_ADMIN_TOKEN is not to have it")
    private @Nullable Path tokenFile;

    @Option(names = "--config", paramLabel = "FILE", description = "the config that the server runs on")
    private @Nullable Path config;

    @Override
    public Integer call() throws StartException {
        WeirConfig read = ConfigSource.read(config);
        Person person = person();
        String receipt = receipt(read, person);
        boolean isClean = receipt.endsWith("\"clean\":true}");
        PrintWriter out = spec.commandLine().getOut();
        out.println(PlainText.ofJson(receipt));
        if (!isJson) {
            out.println(isClean ? told(receipt) : "not all erased: see hits, values_left_out and unreadable_files");
            tellAmbiguous(receipt, out);
        }
        out.flush();
        return isClean ? 0 : 1;
    }

    private String receipt(WeirConfig read, Person person) throws StartException {
        if (admin != null && !admin.isEmpty()) {
            return ask(UrlText.parse("--admin", admin), AdminAccess.token(tokenFile), person);
        }
        if (!isServed(read)) {
            return eraseHere(read, person);
        }
        String token = tokenFile == null ? read.admin().operateToken() : AdminAccess.token(tokenFile);
        return ask(own(read.admin()), token, person);
    }

    /** What was found of the person, in numbers; that it was nothing may be a mistyped id. */
    private static String told(String receipt) {
        Map<?, ?> found = JsonTree.members(JsonTree.parse(receipt));
        long events = number(found.get("journal_events"));
        long lines = sum(found.get("lines"));
        long letters = sum(found.get("dead_letters"));
        long entries = number(found.get("state_entries"));
        return events + lines + letters + entries == 0
                ? "nothing was found of this person, and nothing erased: check the section and the id"
                : "erased: " + events + " events of the journal, " + lines + " lines, " + letters + " dead letters, "
                        + entries + " entries of the state; nothing is found any longer";
    }

    /** Not erased, since whoever can send a request can plant a name on a device; the operator may know better. */
    private static void tellAmbiguous(String receipt, PrintWriter out) {
        Map<?, ?> members = JsonTree.members(JsonTree.parse(receipt));
        long devices = number(members.get("ambiguous_devices"));
        if (devices > 0) {
            out.println("devices that named the person, and somebody else as well: " + devices + ", such as "
                    + PlainText.of(String.valueOf(members.get("ambiguous"))));
            out.println(
                    "of these only the events that name the person went: erase by --did those that are the person's");
        }
    }

    private static long sum(@Nullable Object bySink) {
        return JsonTree.members(bySink).values().stream()
                .mapToLong(EraseCommand::number)
                .sum();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
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
        String refusal = Erasures.refusal(read.sections().byName(person.section()), person);
        if (refusal != null) {
            throw usage("--" + refusal);
        }
        if (read.kafka() != null) {
            throw usage(Erasures.WITH_KAFKA);
        }
        Path dir = read.journal().dir();
        if (!JournalInspector.isJournal(dir)) {
            throw usage(dir + ": no journal there (expected: the data of a Weir: --config, or WEIR_DATA)");
        }
        return Wiring.erase(read, person).answer();
    }

    /** The server that has the data: it knows its sections, and may have much to search. */
    private static String ask(URI base, @Nullable String token, Person person) throws StartException {
        AdminClient client = new AdminClient(base, token, PATIENCE);
        Map<String, String> parameters =
                Map.of("section", person.section(), person.kind().label(), person.value());
        return AdminAccess.ask(
                base,
                "the private port of the server that has the data: --admin, or WEIR_ADMIN",
                () -> client.ask("POST", "/api/erase", parameters));
    }

    /** The port of a server on this config, on this machine. */
    private static URI own(AdminOptions admin) {
        String host = switch (admin.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "::1";
            default -> admin.host();
        };
        return URI.create(UrlText.of(host, admin.port()));
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
