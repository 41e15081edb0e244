package dev.weir.tool.admin;

import dev.weir.tool.JsonTree;
import dev.weir.tool.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Talks to the private port of a Weir, with the token if there is one. Safe for many threads. */
public final class AdminClient {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final int MOST_ERROR_BYTES = 4096;
    private static final String TOLD = ": ";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;
    private final @Nullable String token;
    private final Duration answerWithin;

    /**
     * A client of one Weir.
     *
     * @param token null for none
     */
    public AdminClient(URI base, @Nullable String token) {
        this(base, token, ANSWER_WITHIN);
    }

    /** One that waits longer for what takes long. */
    public AdminClient(URI base, @Nullable String token, Duration answerWithin) {
        this.answerWithin = answerWithin;
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token;
    }

    /**
     * The text of an answer.
     *
     * @throws IOException if there is none
     * @throws AdminFailure if it was refused
     */
    public String get(String path) throws IOException, InterruptedException, AdminFailure {
        return ask("GET", path, null);
    }

    /**
     * Asks for something to be done.
     *
     * @param parameters sent as a JSON object
     */
    public String ask(String method, String path, @Nullable Map<String, ?> parameters)
            throws IOException, InterruptedException, AdminFailure {
        HttpRequest.Builder request = request(path).timeout(answerWithin);
        if (parameters == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(JsonTree.line(parameters)));
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        refuse(path, answer.statusCode(), answer.body());
        return answer.body();
    }

    /**
     * An answer that goes on: the caller reads and closes it.
     *
     * @param after the id of the last event that was read; empty for none
     */
    public InputStream stream(String path, String after) throws IOException, InterruptedException, AdminFailure {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (!after.isEmpty()) {
            request.header("Last-Event-ID", after);
        }
        HttpResponse<InputStream> answer = http.send(request.GET().build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() / 100 != 2) {
            try (InputStream body = answer.body()) {
                byte[] beginning = body.readNBytes(MOST_ERROR_BYTES);
                refuse(path, answer.statusCode(), new String(beginning, StandardCharsets.UTF_8));
            }
        }
        return answer.body();
    }

    /** A name as a segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private void refuse(String path, int status, String body) throws AdminFailure {
        if (status / 100 == 2) {
            return;
        }
        throw new AdminFailure(
                switch (status) {
                    case 401 ->
                        token == null
                                ? base + ": a token is needed (expected: WEIR_ADMIN_TOKEN or --token-file)"
                                : base + ": the token is not known there (WEIR_ADMIN_TOKEN or --token-file)";
                    case 403 ->
                        base + ": the token's role does not suffice (expected: one of the role operate)" + told(body);
                    case 400, 404 -> wrong(base + path, status, body);
                    default -> base + path + ": refused with " + status + told(body);
                },
                status == 400 || status == 404);
    }

    /** It names what was wrong, and what was expected. A page that says neither is not of a private port. */
    private static String wrong(String url, int status, String body) {
        String told = told(body);
        return told.isEmpty()
                ? url + ": refused with " + status + " (expected: the private port of a Weir)"
                : told.substring(TOLD.length());
    }

    /** What the answer says, or nothing. */
    private static String told(String body) {
        try {
            Object message = JsonTree.members(JsonTree.parse(body)).get("message");
            return message instanceof String text ? TOLD + PlainText.of(text) : "";
        } catch (IllegalArgumentException noJson) {
            return "";
        }
    }
}
