package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.FreePort;
import dev.weir.redis.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis that speaks TLS alone, and lets nobody in but a user of its list. */
final class RedisTlsIT {

    private static final String CONFIG = """
            redis: {url: 'rediss://%s:%d', user: weir, password: '%s', %s nodes: 1}
            sinks: [{name: files, type: file, dir: events}]
            sections:
              - {name: shop, personaclick: [{shop-id: a}], sinks: [files]}
            """;
    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"a\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"1\"}]}";
    private static final String PASSWORD = "s3cret/of:weir";

    @TempDir
    private Path dir;

    private PemFiles certificate;
    private int port;
    private RedisProcess redis;

    @BeforeEach
    void start() throws Exception {
        certificate = PemFiles.make(dir, "redis", "redis.example", "EC");
        port = FreePort.next();
        String tls = Integer.toString(port);
        redis = RedisProcess.at("127.0.0.1", port, List.of(), settings(tls));
        redis.start();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void whatIsSharedGoesOverTlsAsTheUser() throws Exception {
        String trust = "trust: '" + certificate.chain() + "',";
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config("127.0.0.1", PASSWORD, trust))) {
            assertThat(weir.post("/push", VIEW).statusCode()).isEqualTo(200);

            Await.until("the limit is shared", () -> weir.scrape().sum("weir_budgets", "by=\"lease\"") == 1);
            assertThat(weir.scrape().sum("weir_redis_up")).isOne();
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() {
        assertRefused(config("127.0.0.1", PASSWORD, ""), "unable to find valid certification path");
    }

    @Test
    void aCertificateOfAnotherHostIsNotTrusted() {
        assertRefused(
                config("localhost", PASSWORD, "trust: '" + certificate.chain() + "',"),
                "No subject alternative DNS name matching localhost found");
    }

    @Test
    void aMissingFileOfCertificatesIsNamed() {
        assertRefused(config("127.0.0.1", PASSWORD, "trust: '" + dir.resolve("none.pem") + "',"), "none.pem");
    }

    @Test
    void aWrongPasswordIsToldAndNotShown() {
        assertThatThrownBy(() -> LocalWeir.start(
                        dir.resolve("data"), config("127.0.0.1", "wr0ng", "trust: '" + certificate.chain() + "',")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("WRONGPASS")
                .hasMessageNotContaining("wr0ng");
    }

    private void assertRefused(String config, String reason) {
        assertThatThrownBy(() -> LocalWeir.start(dir.resolve("data"), config))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("redis.url: rediss://")
                .hasMessageContaining(reason)
                .hasMessageNotContaining(PASSWORD);
    }

    private String config(String host, String password, String trust) {
        return CONFIG.formatted(host, port, password, trust);
    }

    private String[] settings(String tlsPort) {
        return new String[] {
            "--port",
            "0",
            "--tls-port",
            tlsPort,
            "--tls-cert-file",
            certificate.chain().toString(),
            "--tls-key-file",
            certificate.key().toString(),
            "--tls-ca-cert-file",
            certificate.chain().toString(),
            "--tls-auth-clients",
            "no",
            "--user",
            "default",
            "off",
            "--user",
            "weir",
            "on",
            ">" + PASSWORD,
            "~*",
            "&*",
            "+@all"
        };
    }
}
