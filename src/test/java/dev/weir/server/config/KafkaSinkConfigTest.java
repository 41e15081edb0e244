package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.relay.OutletOptions;
import dev.weir.relay.sink.kafka.Compression;
import dev.weir.relay.sink.kafka.KafkaSinkOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KafkaSinkConfigTest {

    private static final String CONFIG = """
            sinks: [{name: bus, type: kafka, %s}]
            sections: [{name: a, personaclick: [{shop-id: x}], sinks: [bus]}]
            """;
    private static final String NEEDED = "bootstrap: 'a:9092,b:9092', topic: 'weir.{section}'";

    @Test
    void whatIsNotSaidHasADefault() throws ConfigException {
        assertThat(read(NEEDED).options()).isEqualTo(KafkaSinkOptions.of("bus", "a:9092,b:9092", "weir.{section}"));
    }

    @Test
    void itTakesWhatItGets() throws ConfigException {
        assertThat(read(NEEDED).outlet()).isEqualTo(OutletOptions.UNPACED);
    }

    @Test
    void everyOptionIsRead() throws ConfigException {
        String all = NEEDED + ", compression: zstd, max-in-flight: 7, delivery-timeout: 30s,"
                + " properties: {linger.ms: 20, ssl.key.password: '${PASSWORD}'}";

        assertThat(read(all).options())
                .isEqualTo(new KafkaSinkOptions(
                        "bus",
                        "a:9092,b:9092",
                        "weir.{section}",
                        Compression.ZSTD,
                        7,
                        Duration.ofSeconds(30),
                        Map.of("linger.ms", "20", "ssl.key.password", "s3cret")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topic: weir                                   | bootstrap: missing (expected: a text)
            bootstrap: 'a:9092'                           | topic: missing (expected: a text)
            bootstrap: a, topic: weir                     | bootstrap: a (expected: host:port, or several separated by commas)
            bootstrap: 'a:1', topic: weir, compression: x | compression: x (expected: none or gzip or lz4 or zstd or snappy)
            bootstrap: 'a:1', topic: weir, delivery-timeout: 2h | delivery-timeout: 2h (expected: 1s to 1h)
            bootstrap: 'a:1', topic: weir, max-in-flight: 0 | max-in-flight: 0 (expected: 1 to 100000)
            bootstrap: 'a:1', topic: weir, properties: {acks: 1} | properties.acks: set (expected: left out: always all)
            bootstrap: 'a:1', topic: weir, dir: e         | dir: unknown key
            """)
    void whatIsWrongIsNamed(String options, String message) {
        assertThatThrownBy(() -> read(options))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("w.yaml: sinks")
                .hasMessageContaining(message);
    }

    private static SinkConfig.Kafka read(String options) throws ConfigException {
        WeirConfig config = new ConfigReader(Map.of("PASSWORD", "s3cret")).read("w.yaml", CONFIG.formatted(options));
        return (SinkConfig.Kafka) config.sinks().get(0);
    }
}
