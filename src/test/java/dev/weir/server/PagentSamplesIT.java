package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.server.config.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The samples that pagent's document prints, run as they are by the programs they are for. Those have to be there: a
 * contract whose only clients are its samples is not kept by a test that was skipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PagentSamplesIT {

    private static final Path SAMPLES = Path.of("src/test/resources/samples/pagent");
    private static final String KEY = "YOUR_API_KEY";
    private static final String DECIMAL =
            "revenue: a decimal (expected: an integer number of cents, 0 or more, in digits alone: 999 and not 9.99)";
    private static final String NO_GOAL = "conversion_id: null (expected: a text that is not empty)";

    private Path data;
    private Running weir;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        requireInstalled("node", "--version");
        requireInstalled("python3", "-c", "import requests");
        requireInstalled("curl", "--version");
        data = dir;
        weir = Wiring.start(
                new ConfigReader(Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString()))
                        .readDefault());
    }

    @AfterAll
    void stop() {
        if (weir != null) {
            weir.drain(Duration.ofSeconds(5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void nodeSampleHasItsConversionsDelivered(String version) throws Exception {
        assertThat(run(KEY, "node", version + ".mjs"))
                .containsExactly(
                        "{\"accepted\":1}",
                        "{\"accepted\":1}",
                        "{\"order_id\":\"order-1\"}",
                        "Pagent API error (400): " + memberOf(version) + DECIMAL,
                        "Pagent API error (400): " + idOf(version) + NO_GOAL);
        Await.until("three conversions of node-" + version, () -> delivered("node-" + version) == 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void pythonSampleHasItsConversionsDelivered(String version) throws Exception {
        assertThat(run(KEY, "python3", version + ".py"))
                .containsExactly(
                        "{'accepted': 1}",
                        "{'accepted': 1}",
                        "400 " + memberOf(version) + DECIMAL,
                        "400 " + idOf(version) + NO_GOAL);
        Await.until("two conversions of python-" + version, () -> delivered("python-" + version) == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void curlSampleIsAccepted(String version) throws Exception {
        assertThat(run(KEY, "bash", version + ".sh")).containsExactly("{\"accepted\":1}");
    }

    @Test
    void nodeSampleFindsTheReasonWhereItLooksForIt() throws Exception {
        assertThat(run("another", "node", "v1.mjs"))
                .hasSize(5)
                .allMatch(line -> line.startsWith("Pagent API error (401): Authorization: the API key is missing, "));
    }

    @Test
    void pythonSampleFindsTheReasonInTheJson() throws Exception {
        assertThat(run("another", "python3", "v2.py"))
                .hasSize(4)
                .allMatch(line -> line.startsWith("401 Authorization: the API key is missing, "));
    }

    private static String memberOf(String version) {
        return version.equals("v1") ? "events[0]." : "";
    }

    private static String idOf(String version) {
        return version.equals("v1") ? "events[0]." : "session_data.";
    }

    /** How many lines there are of events with this session. */
    private long delivered(String session) {
        try (Stream<Path> files = Files.list(data.resolve("events"))) {
            long lines = 0;
            for (Path file : files.toList()) {
                lines += Files.readAllLines(file).stream()
                        .filter(line -> line.contains("\"type\":\"conversion\"") && line.contains(session))
                        .count();
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> run(String key, String program, String sample) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "timeout", "60", program, SAMPLES.resolve(sample).toString())
                .redirectError(data.resolve("sample.err").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PAGENT_URL", "http://127.0.0.1:" + weir.publicPort());
        environment.put("PAGENT_API_KEY", key);
        environment.put("NO_PROXY", "127.0.0.1");
        environment.put("no_proxy", "127.0.0.1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s: %s", sample, Files.readString(data.resolve("sample.err")))
                .isZero();
        return output.lines().toList();
    }

    private static void requireInstalled(String... command) throws InterruptedException {
        assertThat(runs(command))
                .as("%s runs (on Debian: apt-get install nodejs python3 python3-requests curl)", command[0])
                .isTrue();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
