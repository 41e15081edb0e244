package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.FreePort;
import dev.weir.tool.JsonTree;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code weir load} against a Weir; what is asserted are counts, and no times. */
final class LoadIT {

    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: wide
                personaclick: [{shop-id: wide}]
                pureclarity: [{app-id: wide, secret-key: s}]
                gravityfield: [{api-key: wide-key}]
                pagent: [{api-key: wide-key}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files]
              - name: narrow
                personaclick: [{shop-id: narrow}]
                limit: {refill: 1, capacity: 20}
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "personaclick, wide, ''",
        "personaclick, wide, --h2c",
        "pureclarity, wide:s, ''",
        "gravityfield, wide-key, ''",
        "pagent, wide-key, --arrivals=poisson"
    })
    void everyAcknowledgementIsInTheBooksAndNothingElse(String dialect, String key, String more) throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            int exit =
                    load(weir, "--dialect", dialect, "--key", key, "--rate", "200", "--duration", "2s", "--json", more);

            assertThat(exit).as(out + "\n" + err).isZero();
            Map<?, ?> result = document();
            long acknowledged = ((Number) result.get("acknowledged")).longValue();
            assertThat(acknowledged).isPositive();
            assertThat(weir.scrape().sum("weir_accepted_total")).isEqualTo(acknowledged);
            assertThat(result.get("duplicates")).isEqualTo(0);
            assertThat(JsonTree.members(result.get("books")).get("agree")).isEqualTo(true);
            assertThat(JsonTree.members(result.get("promises")).get("fsync")).isEqualTo((int) acknowledged);
        }
    }

    @Test
    void aLimitedSectionShowsAsSuch() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            int exit = load(weir, "--key", "narrow", "--rate", "200", "--duration", "1s", "--json", "--fail-on-errors");

            assertThat(exit).isEqualTo(1);
            long limited = 0;
            for (Map.Entry<?, ?> outcome :
                    JsonTree.members(document().get("outcomes")).entrySet()) {
                limited +=
                        outcome.getKey().toString().startsWith("429") ? ((Number) outcome.getValue()).longValue() : 0;
            }
            assertThat((double) limited).isPositive().isEqualTo(weir.scrape().sum("weir_limited_total"));
            assertThat(err.toString()).contains("requests were not answered 2xx");
        }
    }

    @Test
    void aHopelessRateIsSaidToBeSo() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            int exit = load(weir, "--key", "wide", "--rate", "1000000", "--duration", "1s", "--max-in-flight", "200");

            assertThat(exit).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("The generator was itself the bottleneck:")
                    .contains("not sent");
            assertThat(out.toString()).contains("by the books").doesNotContain("NOT EQUAL");
        }
    }

    @Test
    void boundsAreKeptOrTheExitCodeIsOne() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            Path report = dir.resolve("report.html");

            int exit = load(
                    weir,
                    "--key=wide",
                    "--rate=50",
                    "--duration=1s",
                    "--fail-over=p50=1us",
                    "--fail-over=max=500s",
                    "--report=" + report);

            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("weir: p50=1us exceeded: ").doesNotContain("max=500s");
            assertThat(Files.readString(report)).contains("by the books").contains("</svg>");
        }
    }

    @Test
    void aWarmUpIsInNoCount() throws Exception {
        try (LocalWeir weir = LocalWeir.start(dir, CONFIG)) {
            int exit = run(
                    "load",
                    weir.uri().toString(),
                    "--books=" + weir.privateUri(),
                    "--key=wide",
                    "--rate=50",
                    "--duration=1s",
                    "--warm-up=1s",
                    "--json");

            assertThat(exit).as(err.toString()).isZero();
            assertThat(document().get("sent")).isEqualTo(50);
            assertThat(weir.scrape().sum("weir_accepted_total")).isEqualTo(100);
        }
    }

    @Test
    void whereNothingListensEveryRequestIsAFailure() throws Exception {
        int free = FreePort.next();

        int exit = run(
                "load", "http://127.0.0.1:" + free, "--rate", "20", "--duration", "1s", "--json", "--warm-up", "0s");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("none of 20 requests was answered");
        assertThat(document().get("failed")).isEqualTo(20);
        assertThat(JsonTree.members(document().get("outcomes")).get("not connected"))
                .isEqualTo(20);
    }

    private int load(LocalWeir weir, String... more) {
        URI books = weir.privateUri();
        return run(Stream.concat(
                        Stream.of("load", weir.uri().toString(), "--books", books.toString(), "--warm-up", "0s"),
                        Arrays.stream(more).filter(argument -> !argument.isEmpty()))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Map<?, ?> document() {
        return JsonTree.members(JsonTree.parse(out.toString()));
    }
}
