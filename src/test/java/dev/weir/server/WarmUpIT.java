package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The warm-up goes the real way, and leaves nothing behind. */
final class WarmUpIT {

    @TempDir
    private Path data;

    @Test
    void itSendsRealRequestsAndNothingOfThemShows() throws Exception {
        Files.createDirectories(data.resolve("warm-up-of-one-that-was-killed/journal"));
        // Empty is unset: the default holds.
        try (WeirProcess weir = WeirProcess.serve(data, Map.of("WEIR_WARM_UP", ""))) {
            assertThat(weir.log())
                    .containsPattern("warm-up requests=[1-9]\\d+ millis=")
                    .doesNotContain("warm-up.failed");
            Web probe = new Web(weir.privateUri());
            assertThat(probe.get("/health/ready").body()).contains("\"warm\":true");
            Scrape scrape = Scrape.of(probe.get("/metrics").body());
            assertThat(scrape.sum("weir_received_total")).isZero();
            assertThat(scrape.sum("weir_request_seconds_count")).isZero();
            assertThat(scrape.sum("weir_journal_accepted")).isZero();
            assertThat(scrape.sum("weir_sink_delivered_total")).isZero();
            assertThat(scrape.values("weir_accepted_total", "section")).containsExactly("demo");
            assertThat(EventLines.in(data.resolve("events"))).isEmpty();
            assertThat(folders()).noneMatch(name -> name.startsWith("warm-up"));
        }
    }

    @Test
    void everyRequestOfItIsAccepted() throws Exception {
        String config = """
                sinks: [{name: files, type: file, dir: events}]
                sections:
                  - name: warm-up
                    personaclick: [{shop-id: warm-up}]
                    pureclarity: [{app-id: warm-up, secret-key: warm-up}]
                    gravityfield: [{name: one, api-key: warm-up-gravityfield}]
                    pagent: [{name: one, api-key: warm-up-pagent}]
                    sinks: [files]
                """;
        try (LocalWeir weir = LocalWeir.start(data, config)) {
            for (String dialect : List.of("personaclick", "pureclarity", "gravityfield", "pagent")) {
                List<byte[]> requests = WarmUpRequests.of(dialect);
                try (WarmUpClient client = WarmUpClient.connect(weir.ports().plain(), requests)) {
                    assertThat(client.round()).isGreaterThanOrEqualTo(requests.size());
                }
                assertThat(weir.scrape().sum("weir_received_total", "dialect=\"" + dialect + "\""))
                        .as(dialect)
                        .isPositive();
                assertThat(weir.scrape().sum("weir_rejected_total", "dialect=\"" + dialect + "\""))
                        .as(dialect)
                        .isZero();
            }
        }
    }

    @Test
    void nothingOfOtlpIsLoadedWhereNobodyAskedForIt() throws Exception {
        Map<String, String> tellClasses = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stderr");
        try (WeirProcess weir = WeirProcess.serve(data, tellClasses)) {
            assertThat(weir.log())
                    .contains("dev.weir.server.Wiring ")
                    .doesNotContain("registry.otlp", "io.opentelemetry", "com.google.protobuf", "OtlpPush");
        }
    }

    private List<String> folders() throws Exception {
        try (Stream<Path> all = Files.list(data)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
