package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs what is told in {@code src/test/web/browser}, in the system's Chromium. */
final class BrowserScenarios {

    private static final Path SCENARIOS = Path.of("src/test/web/browser");

    /** Where the output goes. */
    private final Path dir;

    BrowserScenarios(Path dir) {
        this.dir = dir;
    }

    /** Skips the test where a browser, node or the library between them is not there. */
    void requireBrowser() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/chromium")),
                "skipped: /usr/bin/chromium is not installed (Debian: apt-get install chromium)");
        assumeTrue(succeeds("node", "--version"), "skipped: node is not installed (Debian: apt-get install nodejs)");
        assumeTrue(
                succeeds("node", "-e", "require.resolve('playwright-core')"),
                "skipped: playwright-core is not installed (in " + SCENARIOS + ": npm ci)");
    }

    void requireNginx() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/nginx")) || succeeds("nginx", "-v"),
                "skipped: nginx is not installed (Debian: apt-get install nginx-light)");
    }

    /** Fails with all that was said if one does not hold. */
    void run(String scenarios, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of("timeout", "240", "node", "--test", "--test-reporter=spec", scenarios));
        builder.environment().putAll(environment);
        builder.environment().put("NO_PROXY", "127.0.0.1,localhost");
        int exit = start(builder);
        assertThat(exit).as(Files.readString(output())).isZero();
    }

    /** Asked for before whatever is to listen there starts. */
    private boolean succeeds(String... command) throws InterruptedException {
        try {
            return start(new ProcessBuilder(command)) == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private int start(ProcessBuilder builder) throws IOException, InterruptedException {
        return builder.directory(SCENARIOS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start()
                .waitFor();
    }

    private Path output() {
        return dir.resolve("node.out");
    }
}
