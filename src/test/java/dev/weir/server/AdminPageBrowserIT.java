package dev.weir.server;

import dev.weir.server.config.ConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The private port's page in Chromium: what is told in {@code src/test/web/browser/admin*.test.mjs}. */
final class AdminPageBrowserIT {

    private static final String OPERATE = "operate-0123456789";
    private static final String READ = "read-0123456789abc";

    /** The vendor is in the scenarios. */
    private static final String CONFIG = """
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:${VENDOR_PORT}', dialects: [personaclick]}
            sections:
              - {name: shop, personaclick: [{shop-id: '0012'}], sinks: [files, vendor], limit: {refill: 1000, capacity: 1000}}
            """;

    @TempDir
    private Path data;

    private BrowserScenarios browser;

    @BeforeEach
    void requireBrowser() throws Exception {
        browser = new BrowserScenarios(data);
        browser.requireBrowser();
    }

    @Test
    void pageShowsAndSteersARunningWeir() throws Exception {
        runBesideWeir("admin.test.mjs", Map.of());
    }

    @Test
    void pageAsksForTheTokenOfAPortThatNeedsOne() throws Exception {
        runBesideWeir("admin-token.test.mjs", Map.of("WEIR_ADMIN_TOKEN", OPERATE, "WEIR_ADMIN_READ_TOKEN", READ));
    }

    @Test
    void pageSaysWhatIsWrong() throws Exception {
        browser.run("admin-trouble.test.mjs", Map.of());
    }

    private void runBesideWeir(String scenarios, Map<String, String> tokens) throws Exception {
        String vendorPort = String.valueOf(BrowserScenarios.freePort());
        Map<String, String> environment = new HashMap<>(tokens);
        environment.putAll(Map.of(
                "WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString(), "VENDOR_PORT", vendorPort));
        Running weir = Wiring.start(new ConfigReader(environment).read("weir.yaml", CONFIG));
        try {
            Map<String, String> told = new HashMap<>(tokens);
            told.put("WEIR_URL", "http://127.0.0.1:" + weir.publicPort());
            told.put("ADMIN_URL", "http://127.0.0.1:" + weir.privatePort());
            told.put("VENDOR_PORT", vendorPort);
            browser.run(scenarios, told);
        } finally {
            weir.drain(Duration.ofSeconds(5));
        }
    }
}
