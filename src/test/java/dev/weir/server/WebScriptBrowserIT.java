package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.server.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page script in Chromium, against a running Weir: what is told in {@code src/test/web/browser}. */
final class WebScriptBrowserIT {

    private static final Path SCENARIOS = Path.of("src/test/web/browser");

    @Test
    void pagesOfOneOriginHaveTheirEventsDelivered(@TempDir Path data) throws Exception {
        requireBrowser(data);
        Running weir = Wiring.start(
                new ConfigReader(Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString()))
                        .readDefault());
        try {
            int exit =
                    run(data, weir, "timeout", "300", "node", "--test", "--test-reporter=spec", "same-origin.test.mjs");
            assertThat(exit).as(output(data)).isZero();
        } finally {
            weir.drain(Duration.ofSeconds(5));
        }
    }

    private static void requireBrowser(Path data) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/chromium")),
                "skipped: /usr/bin/chromium is not installed (Debian: apt-get install chromium)");
        assumeTrue(
                succeeds(data, "node", "--version"), "skipped: node is not installed (Debian: apt-get install nodejs)");
        assumeTrue(
                succeeds(data, "node", "-e", "require.resolve('playwright-core')"),
                "skipped: playwright-core is not installed (in " + SCENARIOS + ": npm ci)");
    }

    private static boolean succeeds(Path data, String... command) throws InterruptedException {
        try {
            return start(data, new ProcessBuilder(command)) == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static int run(Path data, Running weir, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command));
        builder.environment().put("WEIR_URL", "http://127.0.0.1:" + weir.publicPort());
        builder.environment().put("WEIR_EVENTS", data.resolve("events").toString());
        builder.environment().put("NO_PROXY", "127.0.0.1");
        return start(data, builder);
    }

    private static int start(Path data, ProcessBuilder builder) throws IOException, InterruptedException {
        return builder.directory(SCENARIOS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("node.out").toFile())
                .start()
                .waitFor();
    }

    private static String output(Path data) throws IOException {
        return Files.readString(data.resolve("node.out"));
    }
}
