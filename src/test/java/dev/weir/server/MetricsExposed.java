package dev.weir.server;

import dev.weir.Await;
import dev.weir.relay.sink.kafka.KafkaBroker;
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

    private static final String MANY_MACHINES = """
            journal:
              type: kafka
              reserve-bytes: 0B
              kafka: {servers: '%s', topic: weir-events, spill: true}
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
            """;

    private MetricsExposed() {}

    /** What is there where Kafka is the journal, too, with a spill in front. */
    static Exposed byManyMachines(Path dir) throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(dir.resolve("kafka")))) {
            broker.createTopic("weir-events", 2);
            Path config = Files.writeString(dir.resolve("many.yaml"), MANY_MACHINES.formatted(broker.bootstrap()));
            try (LocalWeir weir = LocalWeir.serving(ServeRole.ALL, dir.resolve("many"), config)) {
                Await.until(
                        "partitions have a relay",
                        () -> weir.admin().get("/metrics").body().contains("weir_journal_lag{"));
                Await.until(
                        "its sinks have begun",
                        () -> weir.admin()
                                .get("/metrics")
                                .body()
                                .lines()
                                .anyMatch(
                                        line -> line.startsWith("weir_sink_pending{") && line.contains("partition=")));
                return new Exposed().with(weir.admin().get("/metrics").body());
            }
        }
    }

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
