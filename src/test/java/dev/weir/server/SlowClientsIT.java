package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that are slow by the hundred, at length by ten thousand of each kind, which takes {@code ulimit -n 65536}: all of them are
 * cut, and those who behave are served meanwhile.
 */
@Tag(Soak.TAG)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SlowClientsIT {

    private static final int SLOW = Soak.times(300, 10_000);
    private static final int QUIET_REQUESTS = Soak.times(200, 5_000);
    /** Of those who never read, each asks as fast as it can: what is worth less may be refused then. */
    private static final String EVENT =
            "{\"event\":\"purchase\",\"shop_id\":\"shop\",\"did\":\"device0001\",\"order_id\":\"N1\","
                    + "\"order_price\":10,\"items\":[{\"id\":\"1\",\"amount\":1,\"price\":10}]}";
    /** In one piece: of two, the second would wait for the first one's acknowledgement. */
    private static final String REQUEST =
            "POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: " + EVENT.length() + "\r\n\r\n" + EVENT;

    private WeirProcess weir;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        String timeout = Soak.isOn() ? "10s" : "2s";
        Path config = data.resolve("weir.yaml");
        Files.writeString(config, """
                server: {port: 0, head-timeout: %1$s, body-timeout: %1$s, write-timeout: %1$s, max-connections-per-address: 20000}
                admin: {port: 0}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files], limit: {refill: 1000000, capacity: 1000000}}]
                """.formatted(timeout));
        weir = WeirProcess.serve(config, data, Map.of());
    }

    @AfterAll
    void stop() {
        weir.close();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsSlowIsCutAndWhoIsNotIsServed(SlowClients.Kind kind) throws Exception {
        try (GoodClient warm = GoodClient.start(weir)) {
            Await.until("warm", () -> warm.count() >= QUIET_REQUESTS);
        }
        try (GoodClient quiet = GoodClient.start(weir)) {
            Await.until("quiet requests", () -> quiet.count() >= QUIET_REQUESTS);
            try (GoodClient good = GoodClient.start(weir);
                    SlowClients slow = SlowClients.start(weir.publicUri(), kind, SLOW)) {
                Await.until("all are there", () -> slow.opened() == SLOW);
                Await.until("all are cut", () -> slow.cut() == SLOW);

                assertThat(good.count()).isPositive();
                Measured.note(SlowClientsIT.class, SLOW + " " + kind + ": quiet " + quiet + ", meanwhile " + good);
            }
        }
        Web admin = new Web(weir.privateUri());
        Await.until(
                "all are gone",
                () -> Scrape.of(admin.get("/metrics").body()).sum("weir_connections_open", "port=\"public\"") <= 2);
        assertThat(Scrape.of(admin.get("/metrics").body()).sum("weir_connections_held_bytes", "port=\"public\""))
                .isZero();
    }

    /** Sends one event after the other over one connection. */
    private static final class GoodClient implements AutoCloseable {
        private final RawConnection connection;
        private final Histogram micros = new Histogram(3);
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Thread thread;

        private GoodClient(RawConnection connection) {
            this.connection = connection;
            this.thread = new Thread(this::run, "good");
        }

        static GoodClient start(WeirProcess weir) throws IOException {
            GoodClient client = new GoodClient(new RawConnection(weir.publicUri()));
            client.thread.start();
            return client;
        }

        synchronized long count() {
            return micros.getTotalCount();
        }

        private void run() {
            try {
                while (!isOver.get()) {
                    long start = System.nanoTime();
                    connection.send(REQUEST);
                    assertThat(connection.response().status()).isEqualTo(200);
                    record((System.nanoTime() - start) / 1_000);
                }
            } catch (IOException | AssertionError failed) {
                failure.set(failed);
            }
        }

        private synchronized void record(long time) {
            micros.recordValue(time);
        }

        @Override
        public synchronized String toString() {
            return "p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d"
                    .formatted(
                            micros.getValueAtPercentile(50) / 1e3,
                            micros.getValueAtPercentile(99) / 1e3,
                            micros.getMaxValue() / 1e3,
                            micros.getTotalCount());
        }

        @Override
        public void close() throws IOException {
            isOver.set(true);
            SlowClients.join(thread);
            connection.close();
            assertThat(failure.get()).isNull();
        }
    }
}
