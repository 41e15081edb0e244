package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Await;
import dev.weir.relay.sink.kafka.KafkaBroker;
import dev.weir.relay.sink.kafka.TopicReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that is spoken to over TLS, as the journal and as a sink. */
final class KafkaTlsIT {

    private static final String TRUSTING = "ssl.truststore.type: PEM, ssl.truststore.location: '%s', ";
    private static final String CONFIG = """
            journal:
              type: kafka
              kafka: {servers: '%1$s', topic: journal, group: relays, delivery-timeout: 2s, properties: {%2$ssecurity.protocol: SSL}}
            sinks:
              - {name: bus, type: kafka, bootstrap: '%1$s', topic: bus, properties: {%2$ssecurity.protocol: SSL}}
            sections:
              - {name: shop, personaclick: [{shop-id: shop}], sinks: [bus]}
            """;
    private static final String VIEW =
            "{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"7rjVGhMykT\",\"items\":[{\"id\":\"over-tls\"}]}";

    @TempDir
    private static Path brokerDir;

    private static PemFiles certificate;
    private static KafkaBroker broker;

    @TempDir
    private Path dir;

    @BeforeAll
    static void startBroker() throws Exception {
        certificate = PemFiles.make(brokerDir, "broker", "broker.example", "EC");
        Path identity = Files.writeString(
                brokerDir.resolve("identity.pem"),
                Files.readString(certificate.key()) + Files.readString(certificate.chain()));
        broker = KafkaBroker.startTls(brokerDir, identity);
        broker.createTopic("journal", 1);
        broker.createTopic("bus", 1);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void anEventGoesThereAndOnByTls() throws Exception {
        String config = CONFIG.formatted(broker.securedBootstrap(), TRUSTING.formatted(certificate.chain()));
        try (LocalWeir weir = LocalWeir.start(dir.resolve("data"), config)) {
            HttpResponse<String> answer = weir.post("/push", VIEW);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("weir-ack")).contains("replicated");
            try (TopicReader reader = new TopicReader(broker.bootstrap(), "bus")) {
                assertThat(reader.readUntil(read -> !read.isEmpty()))
                        .singleElement()
                        .satisfies(record -> assertThat(record.value()).contains("over-tls"));
            }
            Await.until("settled", () -> weir.isSettled("bus"));
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() {
        String config = CONFIG.formatted(broker.securedBootstrap(), "");

        assertThatThrownBy(() -> LocalWeir.start(dir.resolve("data"), config))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("journal.kafka.servers: " + broker.securedBootstrap())
                .hasMessageContaining("SslAuthenticationException");
    }
}
