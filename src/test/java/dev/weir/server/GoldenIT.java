package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.dialect.GoldenCase;
import dev.weir.server.config.ConfigReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every printed request, and every real client's, goes in with curl, is answered, and comes out delivered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldenIT {

    /** Those whose section is the demo's, read and answered as the demo's is. */
    private static final Set<String> ORIGINS =
            Set.of("tracking-page", "api-reference", "android", "ios", "react-native", "bitrix");

    private Path data;
    private Running weir;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Curl.assumeInstalled();
        data = dir;
        weir = Wiring.start(
                new ConfigReader(Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString()))
                        .readDefault());
    }

    @AfterAll
    void stop() {
        if (weir == null) {
            return;
        }
        weir.drain(Duration.ofSeconds(5));
    }

    static List<GoldenCase> cases() {
        List<GoldenCase> cases = GoldenCase.of("personaclick").stream()
                .filter(golden -> ORIGINS.contains(golden.origin()))
                .toList();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(150);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesInWithCurlAndComesOutDelivered(GoldenCase golden) throws Exception {
        Curled answer = curl(golden);

        assertThat(answer.status()).as(answer.output()).isEqualTo(golden.status());
        if (golden.isAccepted()) {
            assertThat(answer.output()).contains("weir-ack: fsync");
            Await.until(golden + " delivered", () -> delivered(golden) != null);
            assertThat(delivered(golden)).contains("\"type\":\"" + golden.eventType() + "\"");
        }
    }

    /** The line of the event that this case has sent; its user agent tells it from all others. */
    private String delivered(GoldenCase golden) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("events"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.contains("\"user_agent\":\"" + golden + "\"")) {
                        return line;
                    }
                }
            }
        }
        return null;
    }

    private Curled curl(GoldenCase golden) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("curl", "-si", "--max-time", "30", "-X", golden.method(), "-A", golden.toString(), "-g"));
        for (String header : golden.headers()) {
            command.add("-H");
            command.add(header);
        }
        if (!golden.body().isEmpty()) {
            if (golden.headers().isEmpty()) {
                command.addAll(List.of("-H", "Content-Type;"));
            }
            command.addAll(List.of("--data-binary", "@-"));
        }
        command.add("http://127.0.0.1:" + weir.publicPort() + golden.target());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(golden.body().getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return new Curled(Integer.parseInt(output.split(" ", 3)[1]), output);
    }

    private record Curled(int status, String output) {}
}
