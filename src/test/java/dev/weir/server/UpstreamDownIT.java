package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor is down: acknowledgements go on, what is owed grows on disk and not in memory, and all of it goes out in the end. */
@Tag(Soak.TAG)
final class UpstreamDownIT {

    private static final int CLIENTS = 8;
    /** Between two requests of a client, so that a long outage fits on the disk. */
    private static final long PAUSE_NANOS = 5_000_000;

    private static final Duration HEALTHY = Duration.ofSeconds(Soak.times(3, 120));
    private static final Duration DOWN = Soak.isOn() ? Duration.ofMinutes(Soak.minutes(60)) : Duration.ofSeconds(4);
    /** An hour's events have waited. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(Soak.times(60, 1800));
    /** What is read ahead for a sink that is behind (relay.max-held-bytes), which is bounded, and not yet full at the first look. */
    private static final double MOST_GROWTH = 96 << 20;

    private static final String CONFIG = """
            sinks: [{name: upstream, type: http, url: 'http://127.0.0.1:%d', protocol: http1, connections: 8, pace: off}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [upstream]
            """;

    @TempDir
    private Path dir;

    private final AtomicInteger numbers = new AtomicInteger();
    /** Which numbers have come; there are too many for what else came to be kept. */
    private final BitSet arrived = new BitSet();

    private final BitSet acknowledged = new BitSet();
    /** Refused because this machine has too much else to do, and not for the vendor's sake. */
    private final AtomicInteger shed = new AtomicInteger();

    @Test
    void acknowledgementsGoOnAndMemoryStaysAsItWas() throws Exception {
        ModelUpstream before = ModelUpstream.telling(0, this::onArrival);
        int port = before.port();
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(port));
        try (WeirProcess weir = WeirProcess.serve(config, dir.resolve("data"), Map.of())) {
            latencies(weir.publicUri(), HEALTHY);
            List<Long> healthy = latencies(weir.publicUri(), HEALTHY);
            before.close();
            List<Long> down = latencies(weir.publicUri(), DOWN.dividedBy(2));
            double heap = heapInUse(weir);
            note(DOWN.dividedBy(2), healthy, down, shed.get(), 0);
            down.addAll(latencies(weir.publicUri(), DOWN.dividedBy(2)));
            double grown = heapInUse(weir) - heap;
            note(DOWN, healthy, down, shed.get(), grown);
            assertThat(scrape(new Web(weir.privateUri())).sum("weir_overload_shed_total"))
                    .as("refused for want of time, of what was refused")
                    .isEqualTo(shed.get());
            assertThat(grown).as("bytes of heap in use after a collection").isLessThan(MOST_GROWTH);
            if (Soak.isOn()) {
                assertThat(p99(down)).isLessThanOrEqualTo(2 * p99(healthy));
            }
            long begun = System.nanoTime();
            try (ModelUpstream back = ModelUpstream.telling(port, this::onArrival)) {
                assertThat(back.port()).isEqualTo(port);
                // One client for all looks: each has connections of its own, of which the private port takes so many.
                Web admin = new Web(weir.privateUri());
                Await.until("nothing is owed", CAUGHT_UP, () -> scrape(admin).sum("weir_sink_pending") == 0);
            }
            Measured.note(
                    UpstreamDownIT.class,
                    "delivered what was owed in %.1f s".formatted((System.nanoTime() - begun) / 1e9));
            assertAllArrived();
            BooksIT.requireSinkLaw(scrape(new Web(weir.privateUri())));
        }
    }

    private void onArrival(String key, String body) {
        set(arrived, Integer.parseInt(EventLines.text(body, "label")));
    }

    private static void set(BitSet numbers, int number) {
        synchronized (numbers) {
            numbers.set(number);
        }
    }

    private void assertAllArrived() {
        synchronized (arrived) {
            acknowledged.andNot(arrived);
        }
        assertThat(acknowledged.cardinality())
                .as("acknowledged, and not delivered")
                .isZero();
    }

    /** Of requests that were acknowledged, each. */
    private List<Long> latencies(URI server, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Long>>> sending = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sending.add(clients.submit(() -> sendUntil(end, server)));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> each : sending) {
                all.addAll(each.get());
            }
            return all;
        } finally {
            clients.shutdownNow();
        }
    }

    private List<Long> sendUntil(long end, URI server) throws Exception {
        List<Long> latencies = new ArrayList<>();
        try (RawConnection connection = new RawConnection(server)) {
            while (System.nanoTime() - end < 0) {
                int number = numbers.getAndIncrement();
                long begun = System.nanoTime();
                RawConnection.Response answer = connection.post(
                        "/push/custom",
                        "{\"shop_id\":\"shop\",\"did\":\"device" + number % 1000 + "\",\"event\":\"tick\",\"label\":\""
                                + number + "\"}");
                if (answer.status() == 200) {
                    latencies.add(System.nanoTime() - begun);
                    set(acknowledged, number);
                } else {
                    assertThat(answer.status()).isEqualTo(503);
                    shed.incrementAndGet();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return latencies;
    }

    private static double heapInUse(WeirProcess weir) throws Exception {
        Shell.run("jcmd", Long.toString(weir.pid()), "GC.run");
        return scrape(new Web(weir.privateUri())).sum("jvm_memory_used_bytes", "area=\"heap\"");
    }

    private static Scrape scrape(Web admin) throws Exception {
        return Scrape.of(admin.get("/metrics").body());
    }

    private static long p99(List<Long> nanos) {
        return nanos.stream()
                .sorted()
                .skip(nanos.size() * 99L / 100)
                .findFirst()
                .orElseThrow();
    }

    private static void note(Duration outage, List<Long> healthy, List<Long> down, int shed, double grown)
            throws Exception {
        Measured.note(
                UpstreamDownIT.class,
                "down for %d s: p99 %.1f ms of %d, healthy %.1f ms of %d, ratio %.2f; shed %d; heap grew by %.1f MiB"
                        .formatted(
                                outage.toSeconds(),
                                p99(down) / 1e6,
                                down.size(),
                                p99(healthy) / 1e6,
                                healthy.size(),
                                (double) p99(down) / p99(healthy),
                                shed,
                                grown / (1 << 20)));
    }
}
