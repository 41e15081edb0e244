package dev.weir.server;

import dev.weir.FreePort;
import dev.weir.server.config.ConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page script and the demo in Chromium, against a running Weir behind nginx: what is told in {@code src/test/web/browser}. */
final class WebScriptBrowserIT {

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
        BrowserScenarios browser = new BrowserScenarios(data);
        browser.requireBrowser();
        browser.requireNginx();
        // Before Weir starts, since its config has the shop's origin, and so the port.
        String nginxPort = String.valueOf(FreePort.next());
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
            browser.run(
                    scenarios,
                    Map.of(
                            "WEIR_URL",
                            "http://127.0.0.1:" + weir.publicPort(),
                            "WEIR_EVENTS",
                            data.resolve("events").toString(),
                            "NGINX_PORT",
                            nginxPort));
        } finally {
            weir.drain(Duration.ofSeconds(5));
        }
    }
}
