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

    /** Of each dialect, what is printed in documents and what real clients send. */
    private static final Map<String, Set<String>> ORIGINS = Map.of(
            "personaclick",
            Set.of(
                    "tracking-page",
                    "api-reference",
                    "android",
                    "ios",
                    "react-native",
                    "bitrix",
                    "no-upstream",
                    "pixel"),
            "pureclarity",
            Set.of("document", "magento-2", "browser"),
            "gravityfield",
            Set.of("server", "android", "ios", "flutter", "authorization"),
            "pagent",
            Set.of("document", "samples", "variables", "refused-key"));

    /** The demo's, and those that the fixtures of real clients have. */
    private static final String CONFIG = """
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: demo
                personaclick:
                  - shop-id: 0d42fd8b713d0752776ca589cc0056
                  - {shop-id: SHOP_ID, shop-secret: SHOP_SECRET}
                  - {shop-id: SHOPID, shop-secret: SHOP_SECRET}
                pureclarity:
                  - {app-id: testAppId, secret-key: testSecretKey}
                  - {app-id: b5e2f1c8, secret-key: sk-9f8e7d6c5b4a}
                  - {app-id: b5e2f1c8-7d43-4f0e-9a61-2c0d8e5b7f13, secret-key: sk-9f8e7d6c5b4a}
                gravityfield: [{api-key: gfk_live_5d0c2a91e7}]
                pagent: [{api-key: YOUR_API_KEY}]
                sinks: [files]
            """;

    private Path data;
    private Running weir;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Curl.assumeInstalled();
        data = dir;
        weir = Wiring.start(
                new ConfigReader(Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString()))
                        .read("weir.yaml", CONFIG));
    }

    @AfterAll
    void stop() {
        if (weir == null) {
            return;
        }
        weir.drain(Duration.ofSeconds(5));
    }

    static List<GoldenCase> cases() {
        List<GoldenCase> cases = new ArrayList<>();
        ORIGINS.forEach((dialect, origins) -> GoldenCase.of(dialect).stream()
                .filter(golden -> origins.contains(golden.origin()))
                .forEach(cases::add));
        assertThat(cases).hasSizeGreaterThanOrEqualTo(220);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goesInWithCurlAndComesOutDelivered(GoldenCase golden) throws Exception {
        int before = delivered().size();
        Curled answer = curl(golden);

        // The pair's own answer is that of a section whose upstream is late; here there is none.
        assertThat(answer.status()).as(answer.output()).isEqualTo(golden.status());
        if (golden.isAccepted()) {
            assertThat(answer.output()).contains("weir-ack: fsync");
            Await.until(golden + " delivered", () -> delivered().size() >= before + golden.events());
        }
        List<String> lines = delivered();
        assertThat(lines).hasSize(before + golden.events());
        if (golden.isAccepted()) {
            assertThat(lines.get(before)).contains("\"type\":\"" + golden.eventType() + "\"");
        }
    }

    private List<String> delivered() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("events"))) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
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
