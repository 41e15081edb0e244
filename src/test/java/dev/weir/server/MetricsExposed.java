package dev.weir.server;

import dev.weir.Await;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a Weir exposes in which every part is in use. */
final class MetricsExposed {

    private static final String FRONT = """
            server:
              trusted: {peers: [127.0.0.1/32], header: X-Forwarded-For}
              proxy-protocol: {port: 0, peers: [127.0.0.1/32]}
              tls: {port: 0, certificates: [{chain: '%s', key: '%s'}]}
              warm-up: off
            tracing: {otlp: {url: 'http://127.0.0.1:9/v1/traces'}}
            redis: {url: 'redis://127.0.0.1:9', nodes: 1, when-lost: open, fail-fast: false}
            """;
    private static final String VIEW = "{\"event\":\"view\",\"shop_id\":\"patient-shop\",\"did\":\"7rjVGhMykT\","
            + "\"seance\":\"R5eQXkrKCf\",\"items\":[{\"id\":\"1\"}]}";

    private MetricsExposed() {}

    static Exposed by(Path dir) throws Exception {
        PemFiles pem = PemFiles.make(dir, "shop", "t.shop.example", "EC");
        try (VendorServer vendor = VendorServer.start()) {
            String config = FRONT.formatted(pem.chain(), pem.key()) + WaitingConfig.of(vendor);
            try (LocalWeir weir =
                    LocalWeir.watching(dir.resolve("data"), Files.writeString(dir.resolve("weir.yaml"), config))) {
                weir.post("/push", VIEW);
                weir.get("/recommend/1?shop_id=patient-shop&did=7rjVGhMykT&seance=R5eQXkrKCf");
                Await.until("the sinks have it", () -> weir.isSettled("files") && weir.isSettled("vendor"));
                Await.until(
                        "a pace is shown",
                        () -> weir.admin().get("/metrics").body().contains("weir_sink_pace{"));
                Await.until(
                        "a loop has turned",
                        () -> Scrape.of(weir.admin().get("/metrics").body()).sum("weir_loop_lag_seconds_count") > 0);
                System.gc();
                Await.until(
                        "a collection is shown",
                        () -> weir.admin().get("/metrics").body().contains("jvm_gc_pause_seconds_sum"));
                return new Exposed().with(weir.admin().get("/metrics").body());
            }
        }
    }
}
