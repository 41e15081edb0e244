package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import dev.weir.redis.RedisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that deliver to one vendor, and share what it allows through a real Redis. */
@Tag(Soak.TAG)
final class SharedPaceIT {

    private static final int NODES = 3;
    private static final int EVENTS = 50;
    private static final int REFILL = 50;
    private static final int CAPACITY = 5;
    private static final String CONFIG = """
            redis: {url: '%s', nodes: 3}
            sinks:
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2, dialects: [personaclick],
                 pace: {refill: %d, capacity: %d}}
            sections:
              - {name: shop, personaclick: [{shop-id: a}], sinks: [vendor], limit: {refill: 10000, capacity: 10000}}
            """;

    @TempDir
    private Path dir;

    @Test
    void threeServersTogetherGoNoFasterThanTheVendorAllows() throws Exception {
        List<Long> calls = Collections.synchronizedList(new ArrayList<>());
        try (RedisProcess redis = RedisProcess.running();
                VendorServer vendor = VendorServer.start();
                Nodes all = new Nodes()) {
            List<LocalWeir> nodes = all.running;
            vendor.behave(call -> {
                calls.add(System.nanoTime());
                VendorServer.OK.answer(call);
            });
            for (int i = 0; i < NODES; i++) {
                nodes.add(LocalWeir.start(
                        dir.resolve("data-" + i), CONFIG.formatted(redis.url(), vendor.port(), REFILL, CAPACITY)));
            }
            for (int i = 0; i < EVENTS; i++) {
                for (LocalWeir node : nodes) {
                    node.post(
                            "/push",
                            "{\"event\":\"view\",\"shop_id\":\"a\",\"did\":\"7rjVGhMyk" + i
                                    + "\",\"items\":[{\"id\":\"1\"}]}");
                }
            }
            Await.until("all is delivered", () -> nodes.stream().allMatch(node -> node.isSettled("vendor")));
        }
        double seconds = (calls.get(calls.size() - 1) - calls.get(0)) / 1e9;

        Measured.note(SharedPaceIT.class, calls.size() + " calls in " + seconds + " s");
        assertThat(calls).hasSize(NODES * EVENTS);
        assertThat(seconds).as("for all").isGreaterThan((NODES * EVENTS - CAPACITY - NODES) / (double) REFILL);
        if (Soak.isOn()) {
            assertThat(seconds).as("for all").isLessThan(1.1 * NODES * EVENTS / REFILL);
        }
    }

    private static final class Nodes implements AutoCloseable {
        final List<LocalWeir> running = new ArrayList<>();

        @Override
        public void close() {
            running.forEach(LocalWeir::close);
        }
    }
}
