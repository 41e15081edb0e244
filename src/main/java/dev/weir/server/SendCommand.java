package dev.weir.server;

import dev.weir.tool.send.Sample;
import dev.weir.tool.send.Samples;
import dev.weir.tool.send.Sending;
import dev.weir.tool.send.Sent;
import dev.weir.tool.send.Vendor;
import dev.weir.tool.send.Visit;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fires one event at a Weir, and shows what went out and what came back. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Send one event of any dialect, for a first try.",
        footer = {
            "",
            "Types, the first of which is sent if none is named:",
            "  personaclick  view category search cart full-cart remove-from-cart purchase wish",
            "                full-wish remove-wish custom init opened clicked story popup push-token",
            "                profile pixel",
            "  pureclarity   page product basket order customer",
            "  gravityfield  visit add-to-cart remove-from-cart sync-cart purchase search page engagement",
            "  pagent        conversion conversion-v1",
            "",
            "Example: ./weir send personaclick purchase"
        })
final class SendCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "DIALECT", description = "personaclick, pureclarity, gravityfield or pagent")
    private String dialect;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TYPE", description = "what kind of event, see below")
    private @Nullable String type;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:${env:WEIR_PORT:-8080}",
            description = "the public port (default: http://127.0.0.1, port WEIR_PORT or 8080)")
    private String url = "";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "the shop id, APP_ID:SECRET_KEY (pureclarity), or API key; the demo's own if not given")
    private @Nullable String key;

    @Option(names = "--did", paramLabel = "ID", description = "the device id; a new one if not given")
    private @Nullable String device;

    @Option(
            names = "--data",
            paramLabel = "BODY",
            description = "send this body, as it is, or that of @FILE, instead of the documented one")
    private @Nullable String data;

    @Option(names = "--json", description = "request and answer as one JSON document")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StartException {
        Sample sample = sample();
        URI server = UrlText.parse("--url", url);
        Sent sent = send(server, sample, visit(sample.vendor()));
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(sent.json());
        } else {
            sent.lines().forEach(out::println);
        }
        out.flush();
        if (!sent.isAccepted()) {
            throw new StartException(1, sent.refusal(), null);
        }
        return 0;
    }

    private Sent send(URI server, Sample sample, Visit visit) throws StartException {
        String body = body();
        try {
            return Sending.send(server, sample, visit, body);
        } catch (IOException unreachable) {
            throw Failures.unreachable(server, unreachable, "a running Weir: start one with ./weir");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException(1, "interrupted", interrupted);
        }
    }

    private Sample sample() throws StartException {
        Vendor vendor = vendor("DIALECT", dialect);
        if (type == null) {
            return Samples.of(vendor).get(0);
        }
        Sample sample = Samples.of(vendor, type);
        if (sample == null) {
            throw usage("TYPE: " + type + " (expected: one of " + Samples.types(vendor) + ")");
        }
        return sample;
    }

    static Vendor vendor(String option, String label) throws StartException {
        Vendor vendor = Vendor.of(label);
        if (vendor == null) {
            throw usage(option + ": " + label + " (expected: one of " + Vendor.expected() + ")");
        }
        return vendor;
    }

    /** The key that was given, or the demo's; it may be a secret, so that no message repeats it. */
    static String key(Vendor vendor, @Nullable String given) throws StartException {
        if (given == null) {
            return vendor.demoKey();
        }
        if (!vendor.isKey(given)) {
            throw usage("--key: " + given.length() + " characters (expected: " + vendor.keyForm() + ")");
        }
        return given;
    }

    private Visit visit(Vendor vendor) throws StartException {
        SecureRandom random = SystemRandom.secure();
        String session = hex(random, 16);
        return new Visit(
                key(vendor, key),
                device == null ? hex(random, 12) : device,
                session.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"),
                hex(random, 6));
    }

    private @Nullable String body() throws StartException {
        if (data == null || !data.startsWith("@")) {
            return data;
        }
        Path file = Path.of(data.substring(1));
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new StartException(
                    Main.EXIT_USAGE, "--data: " + file + ": cannot be read (expected: a file)", unreadable);
        }
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private static StartException usage(String message) {
        return new StartException(Main.EXIT_USAGE, message, null);
    }
}
