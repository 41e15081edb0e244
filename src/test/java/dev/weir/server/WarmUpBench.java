package dev.weir.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the warm-up is worth: time from start to ready, and how long the first requests take, one after the other. Needs the
 * packaged jar: {@code mvn -Dquick package -DskipTests}, then {@code java -cp target/test-classes:target/classes
 * dev.weir.server.WarmUpBench}.
 */
final class WarmUpBench {

    private static final int REQUESTS = 1_000;
    private static final int RUNS = 5;

    private WarmUpBench() {}

    public static void main(String[] args) throws Exception {
        for (int run = 0; run < RUNS; run++) {
            measure("off");
            measure("");
        }
    }

    private static void measure(String warmUp) throws Exception {
        Path data = Files.createTempDirectory("weir-warm-up");
        long start = System.nanoTime();
        try (WeirProcess weir = WeirProcess.serve(data, Map.of("WEIR_WARM_UP", warmUp))) {
            long readyMillis = (System.nanoTime() - start) / 1_000_000;
            byte[] view = view();
            long[] micros = new long[REQUESTS];
            try (WarmUpClient client = WarmUpClient.connect(weir.publicUri().getPort(), List.of(view), 1)) {
                for (int i = 0; i < REQUESTS; i++) {
                    long sent = System.nanoTime();
                    client.round();
                    micros[i] = (System.nanoTime() - sent) / 1_000;
                }
            }
            Arrays.sort(micros);
            System.out.printf(
                    "warm-up %-3s: ready after %4d ms; first %d requests p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                    warmUp.isEmpty() ? "on" : warmUp,
                    readyMillis,
                    REQUESTS,
                    micros[REQUESTS / 2] / 1000.0,
                    micros[REQUESTS * 99 / 100] / 1000.0,
                    micros[REQUESTS - 1] / 1000.0);
        }
    }

    private static byte[] view() {
        String body = "{\"event\":\"view\",\"shop_id\":\"SHOP_ID\",\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\","
                + "\"stream\":\"web\",\"items\":[{\"id\":\"1\"}]}";
        String head = "POST /push HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }
}
