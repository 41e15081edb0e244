package dev.weir.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A client of one server; follows no redirects. Safe for many threads. */
final class Web {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final URI server;

    Web(URI server) {
        this.server = server;
    }

    URI server() {
        return server;
    }

    HttpResponse<String> get(String target, String... headers) throws Exception {
        return send("GET", target, null, headers);
    }

    HttpResponse<String> post(String target, String json, String... headers) throws Exception {
        HttpRequest.Builder request = request("POST", target, json, headers);
        return http.send(request.setHeader("Content-Type", "application/json").build(), BodyHandlers.ofString());
    }

    /**
     * Sends a request.
     *
     * @param body null for none
     * @param headers names and values in turn
     */
    HttpResponse<String> send(String method, String target, String body, String... headers) throws Exception {
        return http.send(request(method, target, body, headers).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> begin(String method, String target, String body, String... headers) {
        return http.sendAsync(request(method, target, body, headers).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String target, String body, String... headers) {
        BodyPublisher sent = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + target)).method(method, sent);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }
}
