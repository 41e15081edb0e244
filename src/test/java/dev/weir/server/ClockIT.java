package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the wall clock of a server that runs: limits, sessions, ids and what is remembered are as if nobody had. */
final class ClockIT {

    private static final int CAPACITY = 20;
    private static final int TRIES = 60;
    private static final String CONFIG = """
            state: {snapshot-every: 3}
            sinks: [{name: files, type: file, dir: events, gzip: false, keep-for: 1d, max-age: 1s}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files]
              - name: limited
                personaclick: [{shop-id: limited}]
                limit: {refill: 1, capacity: 20}
                sinks: [files]
            """;

    @TempDir
    private Path data;

    private final AtomicReference<Duration> set = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> InstantSource.system().instant().plus(set.get());
    private int ticks;

    @ParameterizedTest
    @ValueSource(longs = {1, -1, 10 * 365 * 24, -10 * 365 * 24})
    void aClockThatIsSetByHoursHurtsNothing(long hours) throws Exception {
        try (LocalWeir weir = LocalWeir.start(data, CONFIG, clock)) {
            HttpResponse<String> init = weir.get("/init?shop_id=shop", "Idempotency-Key", "the-init");
            String device = EventLines.text(init.body(), "did");
            String cart = putIntoCart(weir, device);
            assertThat(acceptedOf(weir, TRIES)).isGreaterThanOrEqualTo(CAPACITY);

            for (Duration each : List.of(Duration.ofHours(hours), Duration.ZERO)) {
                long from = System.nanoTime();
                acceptedOf(weir, TRIES);
                set.set(each);
                assertThat(acceptedOf(weir, TRIES))
                        .as("no more than the bucket has got since")
                        .isLessThanOrEqualTo(2
                                + (int) Duration.ofNanos(System.nanoTime() - from)
                                        .toSeconds());
                Await.until("the bucket fills all the same", () -> acceptedOf(weir, 1) == 1);
                assertThat(weir.get("/init?shop_id=shop", "Idempotency-Key", "the-init")
                                .body())
                        .as("a repetition is answered as it was")
                        .isEqualTo(init.body());
                assertThat(weir.get("/products/cart?shop_id=shop&did=" + device).body())
                        .isEqualTo(cart);
                tick(weir, device);
                assertThat(weir.admin().get("/health/ready").statusCode()).isEqualTo(200);
            }

            Await.until("all is delivered", () -> weir.isSettled("files"));
            assertOneSession(weir, device);
            BooksIT.requireSinkLaw(weir.scrape());
        }
    }

    private String putIntoCart(LocalWeir weir, String device) throws Exception {
        tick(weir, device);
        assertThat(weir.post(
                                "/push",
                                "{\"event\":\"cart\",\"shop_id\":\"shop\",\"did\":\"" + device
                                        + "\",\"items\":[{\"id\":\"a\",\"quantity\":2}]}")
                        .statusCode())
                .isEqualTo(200);
        String cart = weir.get("/products/cart?shop_id=shop&did=" + device).body();
        assertThat(cart).contains("\"a\"");
        return cart;
    }

    /** An event without a session: whose it is, the server tells by device and idle time. */
    private void tick(LocalWeir weir, String device) throws Exception {
        assertThat(weir.post(
                                "/push/custom",
                                "{\"event\":\"tick\",\"shop_id\":\"shop\",\"did\":\"" + device + "\",\"label\":\"t"
                                        + ticks++ + "\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    private void assertOneSession(LocalWeir weir, String device) throws Exception {
        List<String> lines = EventLines.with(EventLines.with(weir.lines(), "\"" + device + "\""), "tick");
        assertThat(lines).hasSize(ticks);
        assertThat(lines.stream().map(line -> EventLines.text(line, "sid")).distinct())
                .hasSize(1);
    }

    private static int acceptedOf(LocalWeir weir, int tries) throws Exception {
        int accepted = 0;
        for (int i = 0; i < tries; i++) {
            accepted +=
                    weir.get("/p.gif?shop_id=limited&did=limited01&event=tick").statusCode() == 200 ? 1 : 0;
        }
        return accepted;
    }
}
