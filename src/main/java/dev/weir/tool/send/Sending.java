package dev.weir.tool.send;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one request over HTTP/1.1, and keeps both it and its answer to be shown. */
public final class Sending {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    /** The headers of an answer that tell something about the event, in the order in which they are shown. */
    private static final List<String> TELLING = List.of(
            "weir-ack",
            "weir-verdicts",
            "weir-reason",
            "weir-warning",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
            "www-authenticate",
            "allow",
            "content-type");

    private Sending() {}

    /**
     * Sends.
     *
     * @param url where Weir listens; what is in its path goes in front of the request's own
     * @param data the body in place of the sample's own; null for that
     * @throws IOException if nobody answered
     */
    public static Sent send(URI url, Sample sample, Visit visit, @Nullable String data)
            throws IOException, InterruptedException {
        SampleRequest request = sample.request(visit);
        if (data != null) {
            request = request.with(data);
        }
        URI target = URI.create(trimmed(url) + request.target());
        Map<String, String> headers = headers(request);
        HttpRequest.Builder built = HttpRequest.newBuilder(target)
                .timeout(ANSWER_WITHIN)
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        headers.forEach(built::header);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        HttpResponse<byte[]> answer = client.send(built.build(), BodyHandlers.ofByteArray());
        headers.computeIfPresent("authorization", (name, value) -> Secrecy.hideAuthorization(value));
        return new Sent(
                request.method(),
                Secrecy.hide(target.toString()),
                headers,
                Secrecy.hide(request.body()),
                answer.statusCode(),
                telling(answer),
                text(answer));
    }

    /** An image's bytes say nothing, and do things to a terminal. */
    private static String text(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("content-type").orElse("");
        return type.startsWith("image/")
                ? answer.body().length + " bytes of " + type
                : new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(SampleRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("user-agent", "weir-send");
        if (!request.authorization().isEmpty()) {
            headers.put("authorization", request.authorization());
        }
        if (!request.contentType().isEmpty()) {
            headers.put("content-type", request.contentType());
        }
        headers.put("weir-verdicts", "1");
        return headers;
    }

    private static Map<String, String> telling(HttpResponse<byte[]> answer) {
        Map<String, String> telling = new LinkedHashMap<>();
        for (String name : TELLING) {
            answer.headers().firstValue(name).ifPresent(value -> telling.put(name, value));
        }
        return telling;
    }

    private static String trimmed(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
