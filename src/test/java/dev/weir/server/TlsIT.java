package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.Http2Frames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The port for TLS: what is spoken there, what certificates it shows, and how they change. */
final class TlsIT {

    private static final String VIEW =
            "{\"shop_id\":\"shop-1\",\"did\":\"7rjVGhMykT\",\"event\":\"view\",\"items\":[{\"id\":\"1\"}]}";

    @TempDir
    private static Path made;

    private static PemFiles shop;
    private static PemFiles other;
    private static PemFiles twin;
    private static SSLContext trusting;

    @TempDir
    private Path dir;

    @BeforeAll
    static void make() throws Exception {
        shop = PemFiles.make(made, "shop", "t.shop.example", "EC");
        other = PemFiles.make(made, "other", "t.other.example", "RSA");
        twin = PemFiles.make(made, "twin", "t.twin.example", "EC");
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new TrustsAll()}, null);
    }

    @ParameterizedTest
    @EnumSource
    void alpnDecidesWhichHttpIsSpoken(HttpClient.Version version) throws Exception {
        try (LocalWeir weir = weir(shop)) {
            HttpClient client = HttpClient.newBuilder()
                    .version(version)
                    .sslContext(trusting)
                    .build();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port(weir) + "/push"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(VIEW))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(weir.post("/push", VIEW).statusCode())
                    .as("in clear text, as before")
                    .isEqualTo(200);
        }
    }

    @Test
    void anAbuserIsToldToCalmDownWithinTls() throws Exception {
        try (LocalWeir weir = weir(shop);
                SSLSocket socket = connect(weir, "t.shop.example")) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            RawHttp2 abuser = RawHttp2.on(socket);
            abuser.trySend(Http2Frames.repeat(1_000, Http2Frames.ping()));

            assertThat(abuser.goAway()).isEqualTo(11);
            assertThat(weir.scrape().sum("weir_http2_abuse_total", "kind=\"pings\""))
                    .isEqualTo(1);
        }
    }

    @Test
    void http2WithoutAlpnIsRefusedAndCounted() throws Exception {
        try (LocalWeir weir = weir(shop);
                SSLSocket socket = connect(weir, "t.shop.example")) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(Http2Frames.hello());

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 400 ");
            assertThat(weir.scrape().sum("weir_rejected_total", "reason=\"malformed-request\""))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTlsThatAreGoodAreSpoken(String version) throws Exception {
        try (LocalWeir weir = weir(shop);
                SSLSocket socket = connect(weir, "t.shop.example")) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void withinTlsHttpIsReadByTheLetter() throws Exception {
        try (LocalWeir weir = weir(shop);
                SSLSocket socket = connect(weir, "t.shop.example")) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET /health HTTP/1.1\r\nHost : weir\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: weir\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
            assertThat(weir.scrape().sum("weir_received_total")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "t.shop.example, CN=t.shop.example",
        "t.other.example, CN=t.other.example",
        "unheard-of.example, CN=t.shop.example"
    })
    void theCertificateIsTheOneForTheHostThatIsNamed(String host, String subject) throws Exception {
        try (LocalWeir weir = weir(shop, other)) {
            assertThat(subject(weir, host)).isEqualTo(subject);
        }
    }

    @Test
    void changedFilesAreShownToWhoeverConnectsNext() throws Exception {
        PemFiles live = copyOf(shop);
        try (LocalWeir weir = weir(live)) {
            assertThat(subject(weir, "t.shop.example")).isEqualTo("CN=t.shop.example");
            replace(other.chain(), live.chain());
            replace(other.key(), live.key());

            Await.until(
                    "the new one is shown",
                    () -> subject(weir, "t.shop.example").equals("CN=t.other.example"));
            Await.until("it is counted", () -> weir.scrape().sum("weir_tls_changes_total", "outcome=\"loaded\"") >= 1);
        }
    }

    /** Who reads a pipe waits for its other end. */
    @Test
    void aPipeInAKeysPlaceIsRefusedUntilThereIsAFile() throws Exception {
        PemFiles live = copyOf(shop);
        try (LocalWeir weir = weir(live)) {
            Files.delete(live.key());
            assertThat(new ProcessBuilder("mkfifo", live.key().toString())
                            .start()
                            .waitFor())
                    .isZero();
            Await.until("it is told", () -> weir.scrape().sum("weir_tls_unusable") == 1);

            replace(shop.key(), live.key());
            Await.until("all is well", () -> weir.scrape().sum("weir_tls_unusable") == 0);
        }
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsRefusedAndTheOldPairStays() throws Exception {
        PemFiles live = copyOf(shop);
        try (LocalWeir weir = weir(live)) {
            replace(twin.key(), live.key());
            Await.until("it is told", () -> weir.scrape().sum("weir_tls_unusable") == 1);

            assertThat(weir.scrape().sum("weir_tls_changes_total", "outcome=\"refused\""))
                    .isEqualTo(1);
            assertThat(subject(weir, "t.shop.example")).isEqualTo("CN=t.shop.example");

            replace(twin.chain(), live.chain());
            Await.until(
                    "the whole pair is shown",
                    () -> subject(weir, "t.shop.example").equals("CN=t.twin.example"));
            Await.until("all is well", () -> weir.scrape().sum("weir_tls_unusable") == 0);
        }
    }

    @Test
    void whenTheyExpireIsTold() throws Exception {
        try (LocalWeir weir = weir(shop);
                SSLSocket socket = connect(weir, "t.shop.example")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];

            assertThat(weir.scrape().sum("weir_tls_expires", "shop.crt"))
                    .isEqualTo(shown.getNotAfter().toInstant().getEpochSecond());
        }
    }

    @Test
    void withoutAGoodPairNothingStarts() throws Exception {
        PemFiles mixed = new PemFiles(shop.chain(), twin.key());
        PemFiles nowhere = new PemFiles(shop.chain(), dir.resolve("nowhere.key"));
        PemFiles junk = new PemFiles(Files.writeString(dir.resolve("junk.crt"), "junk"), shop.key());

        assertThatThrownBy(() -> weir(mixed))
                .isInstanceOf(StartException.class)
                .hasMessage("server.tls.certificates[0].key: " + twin.key() + " (expected: the key of " + shop.chain()
                        + ")");
        assertThatThrownBy(() -> weir(shop, nowhere))
                .isInstanceOf(StartException.class)
                .hasMessage("server.tls.certificates[1].key: " + nowhere.key() + " (expected: a file)");
        assertThatThrownBy(() -> weir(junk))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("server.tls.certificates[0]: " + junk.chain() + " and " + shop.key()
                        + " (expected: a certificate with its chain and an unencrypted key, both PEM)");
    }

    private LocalWeir weir(PemFiles... pairs) throws Exception {
        StringBuilder certificates = new StringBuilder();
        for (PemFiles pair : List.of(pairs)) {
            certificates
                    .append("{chain: '")
                    .append(pair.chain())
                    .append("', key: '")
                    .append(pair.key())
                    .append("'},");
        }
        return LocalWeir.start(dir.resolve("data"), """
                server: {tls: {port: 0, certificates: [%s]}}
                sinks: [{name: files, type: file, dir: events}]
                sections: [{name: shop, personaclick: [{shop-id: shop-1}], sinks: [files]}]
                """.formatted(certificates));
    }

    private PemFiles copyOf(PemFiles pair) throws IOException {
        PemFiles live = new PemFiles(dir.resolve("live.crt"), dir.resolve("live.key"));
        replace(pair.chain(), live.chain());
        replace(pair.key(), live.key());
        return live;
    }

    /** As whoever renews certificates does: another file under the same name. */
    private void replace(Path from, Path to) throws IOException {
        Path whole = Files.copy(from, dir.resolve("whole"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String subject(LocalWeir weir, String host) throws IOException {
        try (SSLSocket socket = connect(weir, host)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket connect(LocalWeir weir, String host) throws IOException {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port(weir));
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static int port(LocalWeir weir) {
        return weir.ports().encrypted();
    }

    /** Whom a server shows is the test's own business. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
