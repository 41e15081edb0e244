package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import dev.weir.ingest.CountingJournal;
import dev.weir.ingest.asset.AssetsFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests whose handling fails by a bug of ours: they are answered, and do not wait until the connection has been idle for long. */
final class FailedRequestIT {

    private static final Sections SHOP = Sections.of(List.of(new Section(
            "shop",
            Map.of("personaclick", List.of(new Section.Key("SHOP", null))),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            new Section.Limit(1_000, 1_000, Section.Limit.Mode.ENFORCE),
            Section.Identity.DEFAULT,
            List.of("files"))));

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CountingJournal journal = new CountingJournal();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aFailureOfTheIntakeIsAnswered(HttpClient.Version version) throws Exception {
        journal.answerWith(null);

        HttpResponse<String> answer = send(
                version,
                "/push",
                HttpRequest.BodyPublishers.ofString(
                        "{\"event\":\"view\",\"shop_id\":\"SHOP\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"7\"}]}"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("the server failed on this request");
        assertThat(registry.get("weir.body.bytes").gauge().value()).isZero();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aFailureBeforeTheBodyIsAnswered(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = send(version, "/health", null);

        assertThat(answer.statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> send(HttpClient.Version version, String path, HttpRequest.BodyPublisher body)
            throws Exception {
        BeaconServer server = BeaconFixture.server(
                vertx,
                SHOP,
                journal,
                AssetsFixture.of(Map.of(), Map.of()),
                () -> {
                    throw new IllegalStateException("a bug");
                },
                registry);
        int port = server.start().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return HttpClient.newBuilder()
                .version(version)
                .build()
                .send((body == null ? request : request.POST(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
