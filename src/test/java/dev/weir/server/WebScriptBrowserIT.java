package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.server.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page script and the demo in Chromium, against a running Weir behind nginx: what is told in {@code src/test/web/browser}. */
final class WebScriptBrowserIT {

    private static final Path SCENARIOS = Path.of("src/test/web/browser");

    /** Where nginx calls from, see nginx.mjs; the browser is at 127.0.0.1. */
    private static final String CONFIG = """
            server: {demo: true, trusted: {peers: [127.0.0.2]}}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: demo
                personaclick: [{shop-id: 0d42fd8b713d0752776ca589cc0056}]
                sinks: [files]
              - name: cross
                personaclick: [{shop-id: cross}]
                sinks: [files]
                identity: {cookie: {same-site: None, partitioned: true}}
                web: {origins: ['http://shop.localhost:${NGINX_PORT}']}
              - name: tight
                personaclick: [{shop-id: tight}]
                sinks: [files]
                limit: {refill: 1, capacity: 2}
                identity: {cookie: {same-site: None}}
                web: {origins: ['http://shop.localhost:${NGINX_PORT}']}
            """;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "same-origin.test.mjs",
                "golden-events.test.mjs",
                "cross-site.test.mjs",
                "no-cookies.test.mjs",
                "demo.test.mjs"
            })
    void whatAVisitorDoesIsDelivered(String scenarios, @TempDir Path data) throws Exception {
        requireBrowser(data);
        String nginxPort = String.valueOf(freePort());
        Running weir = Wiring.start(new ConfigReader(Map.of(
                        "WEIR_PORT",
                        "0",
                        "WEIR_ADMIN_PORT",
                        "0",
                        "WEIR_DATA",
                        data.toString(),
                        "NGINX_PORT",
                        nginxPort))
                .read("weir.yaml", CONFIG));
        try {
            assertThat(run(scenarios, data, weir, nginxPort)).as(output(data)).isZero();
        } finally {
            weir.drain(Duration.ofSeconds(5));
        }
    }

    private static void requireBrowser(Path data) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/chromium")),
                "skipped: /usr/bin/chromium is not installed (Debian: apt-get install chromium)");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/nginx")) || succeeds(data, "nginx", "-v"),
                "skipped: nginx is not installed (Debian: apt-get install nginx-light)");
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

    private static int run(String scenarios, Path data, Running weir, String nginxPort)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of("timeout", "240", "node", "--test", "--test-reporter=spec", scenarios));
        builder.environment().put("WEIR_URL", "http://127.0.0.1:" + weir.publicPort());
        builder.environment().put("WEIR_EVENTS", data.resolve("events").toString());
        builder.environment().put("NGINX_PORT", nginxPort);
        builder.environment().put("NO_PROXY", "127.0.0.1,localhost");
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

    /** Asked for before Weir starts, since its config has the shop's origin, and so the port. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
