package dev.weir.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.admin.AdminOptions;
import dev.weir.erase.Names;
import dev.weir.erase.Person;
import dev.weir.erase.Person.Kind;
import dev.weir.server.config.WeirConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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
        if (read.sections().byName(section) == null) {
            throw usage("--section: " + section + " (expected: one of the config)");
        }
        Person person = person();
        String receipt;
        try {
            receipt = Wiring.erase(read, person).json();
        } catch (StartException failure) {
            if (!String.valueOf(failure.getMessage()).contains("is in use by process")) {
                throw failure;
            }
            receipt = ask(read.admin(), person);
        }
        boolean isClean = receipt.endsWith("\"clean\":true}");
        PrintWriter out = spec.commandLine().getOut();
        out.println(receipt);
        if (!isJson) {
            out.println(
                    isClean
                            ? "erased: nothing is found any longer"
                            : "not all erased: something that names the person is still found");
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

    /** The server that has the data. */
    private static String ask(AdminOptions admin, Person person) throws StartException {
        URI uri = URI.create("http://" + admin.host() + ":" + admin.port() + "/api/erase");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(person)));
        String token = admin.operateToken();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new StartException(1, uri + ": " + answer.statusCode() + " " + answer.body(), null);
            }
            return answer.body();
        } catch (IOException unreachable) {
            throw new StartException(
                    1,
                    uri + ": " + unreachable + " (expected: the private port of the server that has the data)",
                    unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException(1, "interrupted", interrupted);
        }
    }

    private static String body(Person person) throws StartException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("section", person.section());
            json.writeStringField(person.kind().label(), person.value());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new StartException(1, "erase: " + impossible, impossible);
        }
        return text.toString();
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
