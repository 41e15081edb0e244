package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections there may be, in all and from one address, and what one connection may make the server hold. */
final class ConnectionBoundsIT {

    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: weir\r\n\r\n";

    private final List<RawConnection> opened = new ArrayList<>();
    private LocalWeir weir;

    @TempDir
    Path data;

    @AfterEach
    void close() throws Exception {
        for (RawConnection connection : opened) {
            connection.close();
        }
        weir.close();
    }

    @Test
    void noMoreAreServedThanMayBeAndRoomIsGivenBack() throws Exception {
        start("max-connections: 3");
        RawConnection first = served("127.0.0.1");
        served("127.0.0.2");
        served("127.0.0.3");

        assertThat(open(weir.uri(), "127.0.0.4").isClosedByServer()).isTrue();
        assertThat(refused("full")).isEqualTo(1);
        assertThat(count()).isEqualTo(3);

        first.close();
        Await.until("room", () -> count() == 2);
        served("127.0.0.4");
        assertThat(refused("full")).isEqualTo(1);
    }

    @Test
    void noMoreAreServedOfOneAddressThanMayBe() throws Exception {
        start("max-connections-per-address: 2");
        RawConnection first = served("127.0.0.1");
        served("127.0.0.1");

        assertThat(open(weir.uri(), "127.0.0.1").isClosedByServer()).isTrue();
        assertThat(refused("address-full")).isEqualTo(1);
        served("127.0.0.2");

        first.close();
        Await.until("room", () -> count() == 2);
        served("127.0.0.1");
        assertThat(refused("full")).isZero();
    }

    @Test
    void aTrustedProxyStandsForMany() throws Exception {
        start("max-connections-per-address: 2, trusted: {peers: [127.0.0.5]}");
        for (int i = 0; i < 10; i++) {
            served("127.0.0.5");
        }

        assertThat(refused("address-full")).isZero();
    }

    @Test
    void thePrivatePortHasABoundOfItsOwn() throws Exception {
        start("max-connections: 1");
        for (int i = 0; i < 256; i++) {
            opened.add(new RawConnection(weir.privateUri()));
        }
        Await.until("all are counted", () -> weir.scrape().sum("weir_connections_open", "port=\"private\"") == 256);

        assertThat(open(weir.privateUri(), "127.0.0.1").isClosedByServer()).isTrue();
        served("127.0.0.1");
        assertThat(weir.scrape().sum("weir_connections_refused_total", "port=\"private\",reason=\"full\""))
                .isEqualTo(1);
    }

    /** What is wrong on the private port is answered there too, and is none of the intake's. */
    @Test
    void thePrivatePortReadsByTheLetterToo() throws Exception {
        start("max-connections: 1");
        RawConnection connection = open(weir.privateUri(), "127.0.0.1");
        connection.send("GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX : y\r\n\r\n");

        RawConnection.Response answer = connection.response();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("malformed");
        assertThat(connection.isClosedByServer()).isTrue();
        assertThat(weir.scrape().sum("weir_received_total")).isZero();
        assertThat(weir.scrape().sum("weir_connections_faults_total", "port=\"private\",reason=\"malformed\""))
                .isEqualTo(1);
    }

    @Test
    void requestsAheadOfTheirAnswersAreAnsweredInOrderAndHeldWithinABound() throws Exception {
        start("demo: true");
        int requests = 20_000;
        RawConnection connection = open(weir.uri(), "127.0.0.1");
        Thread sender = new Thread(() -> sendAhead(connection, requests));
        sender.start();
        Await.until("it is held back", () -> held() > 0);
        double most = 0;
        for (int i = 0; i < requests; i++) {
            assertThat(connection.response().status()).isEqualTo(i % 2 == 0 ? 200 : 404);
            if (i % 100 == 0) {
                most = Math.max(most, held());
            }
        }
        sender.join();

        assertThat(most).isLessThanOrEqualTo(128 << 10);
        assertThat(held()).isZero();
    }

    /** Else the kernel takes megabytes for each before the server gets to know that nobody reads. */
    @Test
    void theKernelTakesLittleForWhoDoesNotRead() throws Exception {
        // Those of IPv4, too, where the transport has sockets for both.
        Path sockets = Path.of("/proc/net/tcp6");
        assumeTrue(Files.exists(sockets), "Linux tells what its sockets hold");
        start("max-connections-per-address: 20");
        try (SlowClients clients = SlowClients.start(weir.uri(), SlowClients.Kind.UNREADING, 20)) {
            Await.until("all are held back", () -> unread() >= 20 * (16 << 10));

            assertThat(clients.cut()).isZero();
            assertThat(unsent(Files.readAllLines(sockets), weir.uri().getPort()))
                    .isBetween(1L, 20L * (96 << 10));
        }
    }

    /** What the kernel has of this port's answers, in bytes. */
    private static long unsent(List<String> sockets, int port) {
        return sockets.stream()
                .skip(1)
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields[1].endsWith(String.format(":%04X", port)))
                .mapToLong(fields -> Long.parseLong(fields[4].substring(0, 8), 16))
                .sum();
    }

    private static void sendAhead(RawConnection connection, int requests) {
        String two = HEALTH + HEALTH.replace("health", "nowhere");
        try {
            for (int i = 0; i < requests / 200; i++) {
                connection.send(two.repeat(100));
            }
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private void start(String server) throws Exception {
        weir = LocalWeir.start(data, """
                server: {port: 0, %s}
                admin: {port: 0}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop}], sinks: [files]}]
                """.formatted(server));
    }

    private RawConnection served(String from) throws IOException {
        RawConnection connection = open(weir.uri(), from);
        connection.send(HEALTH);
        assertThat(connection.response().status()).isEqualTo(200);
        return connection;
    }

    private RawConnection open(URI server, String from) throws IOException {
        RawConnection connection = new RawConnection(server, from);
        opened.add(connection);
        return connection;
    }

    private double refused(String reason) {
        return weir.scrape().sum("weir_connections_refused_total", "port=\"public\",reason=\"" + reason + "\"");
    }

    private double count() {
        return weir.scrape().sum("weir_connections_open", "port=\"public\"");
    }

    private double unread() {
        return weir.scrape().sum("weir_connections_unread_bytes", "port=\"public\"");
    }

    private double held() {
        return weir.scrape().sum("weir_connections_held_bytes", "port=\"public\"");
    }
}
