package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small heap, and clients that want all of it: each buffer stops at its bound, and everybody else is served. */
@Tag(Soak.TAG)
final class MemoryCapIT {

    private static final String CONFIG = """
            server: {max-body-bytes-in-flight: 16MiB, body-timeout: 5s}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                limit: {refill: 1000000, capacity: 1000000}
                sinks: [files]
            """;

    private static final int HEAP_MIB = 192;
    /** Beside the heap: code, classes, threads, and as much again for what sockets and the journal hold outside of it. */
    private static final long MOST_RESIDENT = (2 * HEAP_MIB + 192L) << 20;

    private static final int ROUNDS = Soak.times(1, 20);
    /** Of bodies of 60 KiB: twice what may be in flight. */
    private static final int SLOW_BODIES = 600;

    private static final int HALF_HEADS = 600;
    private static final int DEAF_CLIENTS = 8;
    /** Whoever may write so much without reading one answer has found a buffer without a bound. */
    private static final long DEAF_BYTES = 24L << 20;

    private static final int STUCK_LOOKS = 50;

    private final List<SocketChannel> channels = new ArrayList<>();
    private WeirProcess weir;
    private Web admin;

    @BeforeEach
    void start(@TempDir Path dir) throws IOException {
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG);
        weir = WeirProcess.serve(config, dir.resolve("data"), List.of(), HEAP_MIB + "m");
        admin = new Web(weir.privateUri());
    }

    @AfterEach
    void stop() throws IOException {
        leave();
        weir.close();
    }

    @Test
    void largeSlowBodiesAreBoundedTogether() throws Exception {
        byte[] most = new byte[60 << 10];
        Arrays.fill(most, (byte) ' ');
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < SLOW_BODIES; i++) {
                SocketChannel channel = connect();
                write(
                        channel,
                        "POST /push HTTP/1.1\r\nHost: weir\r\nContent-Length: 65000\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                write(channel, most);
            }
            Await.until("some refused", () -> sum("weir_rejected_total", "reason=\"body-memory\"") > 0);
            assertThat(sum("weir_body_bytes", "")).isLessThanOrEqualTo(12 << 20);
            assertPurchasesAreTaken(round);
            leave();
            Await.until("all given back", () -> sum("weir_body_bytes", "") == 0);
        }
        assertUnharmed();
    }

    @Test
    void whoDoesNotReadAnswersIsNotReadEither() throws Exception {
        byte[] requests =
                "GET /health HTTP/1.1\r\nHost: weir\r\n\r\n".repeat(500).getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < DEAF_CLIENTS; i++) {
                assertThat(writeUntilStuck(connect(), requests)).isLessThan(DEAF_BYTES);
            }
            assertPurchasesAreTaken(round);
            leave();
        }
        assertUnharmed();
    }

    @Test
    void headsThatNeverEndAreBounded() throws Exception {
        byte[] half = ("GET /init?shop_id=shop HTTP/1.1\r\nHost: weir\r\nX-Long: " + "a".repeat(12_000))
                .getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < HALF_HEADS; i++) {
                write(connect(), half);
            }
            assertPurchasesAreTaken(round);
            leave();
        }
        assertUnharmed();
    }

    private void assertPurchasesAreTaken(int round) throws Exception {
        try (RawConnection buyer = new RawConnection(weir.publicUri())) {
            for (int i = 0; i < 50; i++) {
                RawConnection.Response response = buyer.post(
                        "/push",
                        "{\"event\":\"purchase\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"order_id\":\"N" + round
                                + "-" + i + "\",\"items\":[{\"id\":\"1\",\"amount\":1,\"price\":1}]}");
                assertThat(response.status()).as(response.body()).isEqualTo(200);
            }
        }
    }

    private void assertUnharmed() throws Exception {
        assertThat(weir.isAlive()).isTrue();
        assertThat(weir.log()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
        assertThat(weir.mostResidentBytes()).isLessThan(MOST_RESIDENT);
    }

    private SocketChannel connect() throws IOException {
        URI server = weir.publicUri();
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channels.add(channel);
        channel.configureBlocking(false);
        return channel;
    }

    /** As much as the server lets in. */
    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        int[] looks = {0};
        Await.until("written, or stuck", () -> {
            looks[0] = channel.write(out) > 0 ? 0 : looks[0] + 1;
            return !out.hasRemaining() || looks[0] > STUCK_LOOKS;
        });
    }

    /** Returns how much went out before nothing more did, or more than {@link #DEAF_BYTES}. */
    private static long writeUntilStuck(SocketChannel channel, byte[] bytes) {
        long[] written = {0};
        int[] looks = {0};
        Await.until("stuck, or too much", () -> {
            int now;
            try {
                now = channel.write(ByteBuffer.wrap(bytes));
            } catch (IOException closed) {
                // By a server that has waited for long enough.
                return true;
            }
            written[0] += now;
            looks[0] = now > 0 ? 0 : looks[0] + 1;
            return written[0] > DEAF_BYTES || looks[0] > 20 * STUCK_LOOKS;
        });
        return written[0];
    }

    private void leave() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }

    private double sum(String metric, String label) throws Exception {
        return Scrape.of(admin.get("/metrics").body()).sum(metric, label);
    }
}
