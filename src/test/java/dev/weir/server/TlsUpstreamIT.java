package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vendor over https: HTTP/2 where ALPN agrees on it, HTTP/1.1 where it does not, and nobody without a good certificate. */
final class TlsUpstreamIT {

    private static final String PASSWORD = "changeit";
    private static final String CONFIG = """
            sinks:
              - {name: vendor, type: http, url: 'https://localhost:%d'}
            sections:
              - name: shop
                personaclick: [{shop-id: shop}]
                sinks: [vendor]
            """;

    @TempDir
    private Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();

    /** Where the vendor sends who calls; empty for nowhere. */
    private volatile String location = "";

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void alpnAgreesOnHttp2() throws Exception {
        int port = vendor("localhost", List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));

        deliverTo(port);

        assertThat(versions).containsOnly(HttpVersion.HTTP_2);
    }

    @Test
    void aVendorWithoutHttp2IsSpokenToInHttp1() throws Exception {
        int port = vendor("localhost", List.of(HttpVersion.HTTP_1_1));

        deliverTo(port);

        assertThat(versions).containsOnly(HttpVersion.HTTP_1_1);
    }

    @Test
    void aCertificateOfAnotherHostIsNotTrusted() throws Exception {
        int port = vendor("elsewhere.example", List.of(HttpVersion.HTTP_2));

        try (WeirProcess weir = weir(port)) {
            send(weir);
            Web admin = new Web(weir.privateUri());
            Await.until(
                    "an attempt that never left",
                    () -> Scrape.of(admin.get("/metrics").body())
                                    .sum("weir_sink_attempts_total", "outcome=\"unprocessed\"")
                            > 0);
        }

        assertThat(versions).isEmpty();
    }

    /** A vendor that was taken over would have Weir fetch what only Weir can reach. */
    @Test
    void aRedirectToAPrivateAddressIsNotFollowed() throws Exception {
        try (VendorServer trap = VendorServer.start()) {
            location = "http://127.0.0.1:" + trap.port() + "/latest/meta-data/";
            int port = vendor("localhost", List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));

            try (WeirProcess weir = weir(port)) {
                send(weir);
                Await.until("the event has been tried again", () -> versions.size() > 2);
            }

            assertThat(trap.received()).isEmpty();
        }
    }

    private void deliverTo(int port) throws Exception {
        try (WeirProcess weir = weir(port)) {
            send(weir);
            Await.until("a request", () -> !versions.isEmpty());
        }
    }

    private WeirProcess weir(int port) throws Exception {
        Path config = Files.writeString(dir.resolve("weir.yaml"), CONFIG.formatted(port));
        String trust = "-Djavax.net.ssl.trustStore=" + dir.resolve("trust.p12") + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD;
        return WeirProcess.serve(config, dir.resolve("data"), Map.of("JDK_JAVA_OPTIONS", trust));
    }

    private static void send(WeirProcess weir) throws Exception {
        String view = "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"d1\",\"items\":[{\"id\":\"1\"}]}";
        assertThat(new Web(weir.publicUri()).post("/push", view).statusCode()).isEqualTo(200);
    }

    /** Starts a server with a certificate of its own making, which Weir is told to trust. */
    private int vendor(String host, List<HttpVersion> alpn) throws Exception {
        Path keys = dir.resolve("vendor.p12");
        Path certificate = dir.resolve("vendor.crt");
        keytool(
                "-genkeypair",
                "-alias",
                "vendor",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "SAN=dns:" + host,
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString());
        keytool("-exportcert", "-alias", "vendor", "-keystore", keys.toString(), "-file", certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "vendor",
                "-storetype",
                "PKCS12",
                "-keystore",
                dir.resolve("trust.p12").toString(),
                "-file",
                certificate.toString());
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(alpn)
                .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD));
        HttpServer server = vertx.createHttpServer(options).requestHandler(request -> {
            versions.add(request.version());
            if (!location.isEmpty()) {
                request.response()
                        .setStatusCode(307)
                        .putHeader("location", location)
                        .end();
                return;
            }
            request.response().end("{\"status\":\"success\"}");
        });
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
