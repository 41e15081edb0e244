package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.server.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

    /** The clients send again, with the same key, what a kill left without an answer: so they know how many events there are. */
    @Test
    void pageSaysWhatTheClientsCountedAfterKillsAndDeadLetters() throws Exception {
        KeyedClients clients = new KeyedClients("0012");
        try (ModelUpstream vendor = new ModelUpstream(0, 0, KeyedClients::isSeventh)) {
            String text = CONFIG.replace("${VENDOR_PORT}", Integer.toString(vendor.port()))
                    .replace("refill: 1000, capacity: 1000", "refill: 1000000, capacity: 1000000");
            Path config = Files.writeString(data.resolve("weir.yaml"), text);
            for (int kills = 0; kills < 2; kills++) {
                try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                    clients.sendUntilKilled(weir, 300);
                }
            }
            try (WeirProcess weir = WeirProcess.serve(config, data, Map.of())) {
                int beacons = clients.sendWhatHadNoAnswer(weir);
                Web admin = new Web(weir.privateUri());
                Await.until(
                        "nothing is owed",
                        () -> Scrape.of(admin.get("/metrics").body()).sum("weir_sink_pending") == 0);
                Set<String> events = clients.acknowledged();
                long refused = events.stream().filter(KeyedClients::isSeventh).count();
                assertThat(vendor.bodiesByKey()).as("one key an event").hasSize(events.size());
                assertThat(EventLines.in(data.resolve("events"))).hasSize(events.size());
                browser.run(
                        "admin-books.test.mjs",
                        Map.of(
                                "ADMIN_URL",
                                weir.privateUri().toString(),
                                "EVENTS",
                                Integer.toString(events.size()),
                                "REFUSED",
                                Long.toString(refused),
                                "BEACONS",
                                Integer.toString(beacons)));
            }
        }
    }

    private void runBesideWeir(String scenarios, Map<String, String> tokens) throws Exception {
        String vendorPort = String.valueOf(FreePort.next());
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
