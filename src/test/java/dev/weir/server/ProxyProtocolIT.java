package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The port where connections begin with a PROXY header. */
final class ProxyProtocolIT {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String REFUSED = "weir_proxy_protocol_refused_total";
    private static final String VIEW =
            "{\"shop_id\":\"shop-1\",\"did\":\"7rjVGhMykT\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROXY TCP4 203.0.113.77 198.51.100.1 56324 443 | 203.0.113.77",
                "PROXY TCP6 2001:db8::77 2001:db8::1 56324 443 | 2001:db8::77",
                "PROXY UNKNOWN | 127.0.0.1"
            })
    void version1NamesThePeer(String header, String address) throws Exception {
        assertThat(addressAfter((header + "\r\n").getBytes(StandardCharsets.US_ASCII), "127.0.0.1"))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        // Version 2, PROXY, TCP over IPv4, 12 bytes: source, destination, ports.
        "2111000ccb00714dc6336401dc0401bb, 203.0.113.77",
        // The same over IPv6, 36 bytes.
        "2121002420010db800000000000000000000007720010db8000000000000000000000001dc0401bb, 2001:db8::77",
        // LOCAL: the proxy asks for itself, whatever addresses follow.
        "20000000, 127.0.0.1",
        "2011000ccb00714dc6336401dc0401bb, 127.0.0.1"
    })
    void version2NamesThePeer(String hex, String address) throws Exception {
        assertThat(addressAfter(HexFormat.of().parseHex(SIGNATURE + hex), "127.0.0.1"))
                .isEqualTo(address);
    }

    @Test
    void aPeerThatIsNamedMayBeTrustedInItsTurn() throws Exception {
        byte[] header = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(addressAfter(header, "192.0.2.0/24")).isEqualTo("203.0.113.99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /health HTTP/1.1\r\nHost: weir\r\n\r\n", "PROXY TCP4 junk\r\n", "PROXY TCP9 1 2 3 4\r\n"})
    void whoBeginsWithoutAHeaderIsClosedAndCounted(String start) throws Exception {
        try (LocalWeir weir = weir("127.0.0.1", "127.0.0.1", "5s");
                RawConnection connection = new RawConnection(proxied(weir))) {
            connection.send(start);

            assertThat(connection.isClosedByServer()).isTrue();
            Await.until("it is counted", () -> weir.scrape().sum(REFUSED, "reason=\"malformed\"") == 1);
        }
    }

    @Test
    void whoMayNotConnectIsClosedAndCounted() throws Exception {
        try (LocalWeir weir = weir("192.0.2.0/24", "127.0.0.1", "5s");
                RawConnection connection = new RawConnection(proxied(weir))) {
            connection.send(
                    "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\nGET /health HTTP/1.1\r\nHost: weir\r\n\r\n");

            assertThat(connection.isClosedByServer()).isTrue();
            assertThat(weir.scrape().sum(REFUSED, "reason=\"untrusted\"")).isEqualTo(1);
        }
    }

    @Test
    void behindTheHeaderHttpIsReadByTheLetter() throws Exception {
        try (LocalWeir weir = weir("127.0.0.1", "127.0.0.1", "5s");
                RawConnection connection = new RawConnection(proxied(weir))) {
            connection.send(
                    "PROXY TCP4 203.0.113.77 198.51.100.1 56324 443\r\nGET /health HTTP/1.1\r\nHost : weir\r\n\r\n"
                            + "GET /smuggled HTTP/1.1\r\nHost: weir\r\n\r\n");

            assertThat(connection.response().status()).isEqualTo(400);
            assertThat(connection.isClosedByServer()).isTrue();
            assertThat(weir.scrape().sum("weir_received_total")).isEqualTo(1);
        }
    }

    @Test
    void whoIsSilentIsClosed() throws Exception {
        try (LocalWeir weir = weir("127.0.0.1", "127.0.0.1", "50ms");
                RawConnection connection = new RawConnection(proxied(weir))) {
            assertThat(connection.isClosedByServer()).isTrue();
        }
    }

    @Test
    void theOtherPortTakesNoHeader() throws Exception {
        try (LocalWeir weir = weir("127.0.0.1", "127.0.0.1", "5s");
                RawConnection connection = new RawConnection(weir.uri())) {
            connection.send(
                    "PROXY TCP4 203.0.113.77 198.51.100.1 56324 443\r\nGET /health HTTP/1.1\r\nHost: weir\r\n\r\n");

            assertThat(connection.response().status()).isEqualTo(400);
        }
    }

    /** The address that an event has which comes after this header, and with an X-Forwarded-For. */
    private String addressAfter(byte[] header, String trusted) throws Exception {
        try (LocalWeir weir = weir("127.0.0.1", trusted, "5s")) {
            boolean isNamed = !trusted.equals("127.0.0.1");
            try (RawConnection connection = new RawConnection(proxied(weir))) {
                connection.send(header);
                connection.send("POST /push HTTP/1.1\r\nHost: weir\r\nContent-Type: application/json\r\n"
                        + (isNamed ? "X-Forwarded-For: 203.0.113.99\r\n" : "")
                        + "Content-Length: " + VIEW.length() + "\r\n\r\n" + VIEW);
                assertThat(connection.response().status()).isEqualTo(200);
            }
            Await.until("nothing is owed", () -> weir.isSettled("files"));
            return EventLines.text(weir.lines().get(0), "address");
        }
    }

    private LocalWeir weir(String peers, String trusted, String timeout) throws Exception {
        return LocalWeir.start(data, """
                server:
                  proxy-protocol: {port: 0, peers: [%s], header-timeout: %s}
                  trusted: {peers: [%s]}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop-1}], sinks: [files]}]
                """.formatted(peers, timeout, trusted));
    }

    private static URI proxied(LocalWeir weir) {
        return URI.create("http://127.0.0.1:" + weir.ports().proxied());
    }
}
