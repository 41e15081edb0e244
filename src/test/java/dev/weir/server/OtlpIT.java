package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.Await;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector that reads what it is sent. */
final class OtlpIT {

    private static final String REST = """
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: a}], sinks: [files]}]
            """;

    private final Map<String, Metric> received = new ConcurrentHashMap<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();
    private HttpServer collector;

    @TempDir
    private Path data;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", this::take);
        collector.start();
    }

    @AfterEach
    void close() {
        collector.stop(0);
    }

    @Test
    void theBooksArriveAtACollector() throws Exception {
        String url = "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics";
        String config = "metrics: {otlp: {url: '" + url + "', every: 200ms, headers: {api-key: k-1}}}\n" + REST;
        try (LocalWeir weir = LocalWeir.start(data, config)) {
            weir.post("/push", "{\"shop_id\":\"a\",\"did\":\"d\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}");

            // Each counter is read by itself: what happens meanwhile is in one and not yet in another.
            Await.until(
                    "the event is in the books there",
                    () -> sum("weir.accepted", "section", "shop") == 1
                            && sum("weir.received", "dialect", "personaclick") == 1
                            && received.containsKey("weir.request")
                            && received.get("weir.request").getHistogram().getDataPointsCount() > 0);

            assertThat(received.get("weir.request")
                            .getHistogram()
                            .getDataPoints(0)
                            .getExplicitBoundsList())
                    .as("the objectives, in milliseconds")
                    .contains(0.5, 100.0, 1000.0);
            assertThat(headers).containsEntry("api-key", "k-1");
            assertThat(weir.scrape().sum("weir_accepted_total"))
                    .as("/metrics has them too")
                    .isEqualTo(1);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream body = isZipped ? new GZIPInputStream(raw) : raw) {
            ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(body);
            headers.put("api-key", String.valueOf(exchange.getRequestHeaders().getFirst("api-key")));
            request.getResourceMetricsList()
                    .forEach(resource -> resource.getScopeMetricsList()
                            .forEach(scope ->
                                    scope.getMetricsList().forEach(metric -> received.put(metric.getName(), metric))));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private double sum(String name, String attribute, String value) {
        Metric metric = received.get(name);
        double sum = 0;
        if (metric != null) {
            for (NumberDataPoint point : metric.getSum().getDataPointsList()) {
                boolean isOfIt = point.getAttributesList().stream()
                        .anyMatch(each -> each.getKey().equals(attribute)
                                && each.getValue().getStringValue().equals(value));
                sum += isOfIt ? point.getAsDouble() + point.getAsInt() : 0;
            }
        }
        return sum;
    }
}
