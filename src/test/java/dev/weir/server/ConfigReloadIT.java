package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The config file changes while clients send: what may change does, the rest is refused, and no event is lost. */
final class ConfigReloadIT {

    private static final String OLD_ORIGIN = "https://old.example";

    private static final String CONFIG = """
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d'}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files, vendor]
                web: {origins: ['https://shop.example', 'https://old.example']}
            """;

    private static final String OTHER = """
              - name: other
                personaclick: [{shop-id: other}]
                limit: {refill: 1, capacity: 2}
                sinks: [files]
            """;

    @TempDir
    private Path dir;

    private final TickingClients clients = new TickingClients(2);
    private VendorServer vendor;
    private Path file;
    private LocalWeir weir;
    private List<Thread> threads;

    @BeforeEach
    void start() throws Exception {
        vendor = VendorServer.start();
        file = Files.writeString(dir.resolve("weir.yaml"), config());
        weir = LocalWeir.watching(dir.resolve("data"), file);
        threads = clients.start(weir.uri(), 0);
        awaitTraffic();
    }

    @AfterEach
    void stop() throws Exception {
        weir.close();
        for (Thread thread : threads) {
            thread.join();
        }
        vendor.close();
        assertThat(missing()).as("acknowledged and not in the files").isEmpty();
    }

    @Test
    void aNewSectionIsServedByItsOwnLimit() throws Exception {
        assertThat(push("other").statusCode()).isNotEqualTo(200);
        edit(config() + OTHER);
        Await.until("the new section is known", () -> push("other").statusCode() == 200);

        Await.until("its limit holds", () -> push("other").statusCode() == 429);
        assertThat(weir.scrape().sum("weir_accepted_total", "section=\"other\""))
                .isPositive();
        awaitTraffic();
    }

    @Test
    void aRemovedSectionIsUnknownAndItsCountsStay() throws Exception {
        edit(config() + OTHER);
        Await.until("the new section is known", () -> push("other").statusCode() == 200);
        double accepted = weir.scrape().sum("weir_accepted_total", "section=\"other\"");
        edit(config());
        Await.until("it is gone", () -> push("other").statusCode() == 404);

        assertThat(weir.scrape().sum("weir_accepted_total", "section=\"other\""))
                .isGreaterThanOrEqualTo(accepted);
        awaitTraffic();
    }

    @Test
    void aLimitChangesForWhoSendsNow() throws Exception {
        edit(config().replace("refill: 1000000, capacity: 1000000", "refill: 1000000, capacity: 999999"));
        Await.until(
                "the new limit shows",
                () -> weir.admin().get("/api/sections").body().contains("\"capacity\":999999"));

        awaitTraffic();
    }

    @Test
    void aRemovedOriginMaySendNoMore() throws Exception {
        assertThat(push("shop", "Origin", OLD_ORIGIN).statusCode()).isEqualTo(200);
        edit(config().replace(", 'https://old.example'", ""));
        Await.until(
                "the origin is refused",
                () -> push("shop", "Origin", OLD_ORIGIN).statusCode() == 403);

        assertThat(push("shop", "Origin", "https://shop.example").statusCode()).isEqualTo(200);
        awaitTraffic();
    }

    @Test
    void aPaceChangesForTheQueueThatIsThere() throws Exception {
        Await.until("the vendor gets some", () -> !vendor.taken().isEmpty());
        edit(config().replace(
                        "sinks: [files, vendor]",
                        "sinks: [files, vendor]\n    pace: {vendor: {refill: 7, capacity: 1}}"));
        Await.until(
                "the new pace shows",
                () -> weir.admin().get("/api/sections").body().contains("\"allowed\":7}"));

        assertThat(weir.scrape().sum("weir_sink_pace", "sink=\"vendor\"")).isLessThanOrEqualTo(7);
        edit(config());
        Await.until(
                "the old pace shows",
                () -> weir.admin().get("/api/sections").body().contains("\"allowed\":500}"));
    }

    @Test
    void aBadEditIsRefusedWholeUntilItIsMended() throws Exception {
        edit(config().replace("capacity: 1000000", "capacity: 0") + OTHER);
        Await.until("it is refused", () -> weir.scrape().sum("weir_config_reload_failed") == 1);

        assertThat(weir.configState().failure())
                .contains("weir.yaml", "limit.capacity: 0 (expected: at least 1 token)");
        assertThat(push("other").statusCode()).isNotEqualTo(200);
        assertThat(weir.scrape().sum("weir_config_reloads_total", "outcome=\"refused\""))
                .isEqualTo(1);
        awaitTraffic();
        edit(config() + OTHER);
        Await.until("the mended file holds", () -> push("other").statusCode() == 200);
        // It holds a moment before it is told.
        Await.until("it is told", () -> weir.scrape().sum("weir_config_reload_failed") == 0);
        assertThat(weir.configState().failure()).isNull();
    }

    @Test
    void anEditThatTakesARestartIsRefusedWhole() throws Exception {
        edit(config().replace("type: http", "type: http, timeout: 3s") + OTHER);
        Await.until("it is refused", () -> weir.scrape().sum("weir_config_reload_failed") == 1);

        assertThat(weir.configState().failure()).contains("sinks.vendor.timeout: changed", "restart");
        assertThat(push("other").statusCode()).isNotEqualTo(200);
        awaitTraffic();
    }

    private String config() {
        return CONFIG.formatted(vendor.port());
    }

    private void edit(String text) throws Exception {
        Files.writeString(file, text);
    }

    private HttpResponse<String> push(String shop, String... headers) throws Exception {
        return weir.post(
                "/push/custom",
                "{\"shop_id\":\"" + shop + "\",\"did\":\"visitor\",\"event\":\"tick\",\"label\":\"e9-9-9\"}",
                headers);
    }

    /** It goes on, and nobody was refused. */
    private void awaitTraffic() {
        int target = clients.acknowledged().size() + 50;
        Await.until("traffic", () -> clients.acknowledged().size() >= target);
    }

    private Set<String> missing() throws Exception {
        Set<String> missing = new HashSet<>(clients.acknowledged());
        for (String line : weir.lines()) {
            missing.remove(TickingClients.label(line));
        }
        return missing;
    }
}
