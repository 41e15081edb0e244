package dev.weir.server;

import dev.weir.tool.admin.AdminClient;
import dev.weir.tool.admin.AdminFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command finds the private port of a Weir that serves, and the token for it. */
final class AdminAccess {

    static final String URL_VARIABLE = "WEIR_ADMIN";
    static final String TOKEN_VARIABLE = "WEIR_ADMIN_TOKEN";

    @Option(
            names = "--admin",
            paramLabel = "URL",
            defaultValue = "${env:WEIR_ADMIN:-http://127.0.0.1:${env:WEIR_ADMIN_PORT:-9090}}",
            description =
                    "the private port (default: WEIR_ADMIN, or else http://127.0.0.1, port WEIR_ADMIN_PORT or 9090)")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "a file with the token, where WEIR_ADMIN_TOKEN is not to have it")
    private @Nullable Path tokenFile;

    /** Talks to it. */
    <T> T ask(Question<T> question) throws StartException {
        URI base = UrlText.parse("--admin", url);
        AdminClient client = new AdminClient(base, token());
        return ask(base, "the private port of a running Weir: --admin or " + URL_VARIABLE, () -> question.ask(client));
    }

    /** Asks, and says on one line what was wrong. {@code expected}: what there should be at the address. */
    static <T> T ask(URI base, String expected, Asking<T> asking) throws StartException {
        try {
            return asking.ask();
        } catch (AdminFailure refused) {
            throw new StartException(
                    refused.isOfTheCaller() ? Main.EXIT_USAGE : 1, String.valueOf(refused.getMessage()), refused);
        } catch (IOException unreachable) {
            throw Failures.unreachable(base, unreachable, expected);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException(1, "interrupted", interrupted);
        }
    }

    private @Nullable String token() throws StartException {
        return token(tokenFile);
    }

    /** The token in the file, or else of the environment, or null. */
    static @Nullable String token(@Nullable Path file) throws StartException {
        if (file == null) {
            String token = System.getenv(TOKEN_VARIABLE);
            return token == null || token.isBlank() ? null : token.strip();
        }
        String token;
        try {
            token = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new StartException(
                    Main.EXIT_USAGE, "--token-file: " + file + ": cannot be read (expected: a file)", unreadable);
        }
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new StartException(
                    Main.EXIT_USAGE, "--token-file: " + file + ": no token in it (expected: one alone)", null);
        }
        return token;
    }

    /** One question, to a client that is known. */
    interface Asking<T> {
        T ask() throws IOException, InterruptedException, AdminFailure, StartException;
    }

    /** What is asked of the private port. */
    interface Question<T> {
        T ask(AdminClient client) throws IOException, InterruptedException, AdminFailure, StartException;
    }
}
