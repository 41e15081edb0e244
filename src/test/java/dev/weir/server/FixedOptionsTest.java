package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.server.config.ConfigException;
import dev.weir.server.config.ConfigReader;
import dev.weir.server.config.WeirConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedOptionsTest {

    private static final String CONFIG = """
            data: ./data
            server:
              trusted: {peers: [10.0.0.0/8], header: X-Forwarded-For}
              proxy-protocol: {port: 8081, peers: [10.0.0.0/8]}
              crawlers: [acmebot]
            admin: {port: 9090}
            journal: {max-bytes: 8GiB}
            sessions: {max: 1000}
            sinks:
              - {name: files, type: file, dir: events}
              - name: vendor
                type: http
                url: http://vendor.example
                pace: {refill: 100}
                dialects: [personaclick]
              - {name: bus, type: kafka, bootstrap: 'kafka:9092', topic: t}
            sections:
              - {name: shop, personaclick: [{shop-id: '1'}], limit: {refill: 10}, sinks: [files, vendor, bus]}
            """;

    @Test
    void theSameTextIsTheSameConfig() throws Exception {
        assertThat(FixedOptions.firstChanged(read(CONFIG), read(CONFIG))).isNull();
    }

    @Test
    void theDefaultIsTheSameAsTheDefault() throws Exception {
        ConfigReader reader = new ConfigReader(Map.of());

        assertThat(FixedOptions.firstChanged(reader.readDefault(), reader.readDefault()))
                .isNull();
    }

    @Test
    void aDefaultThatIsWrittenOutIsNoChange() throws Exception {
        assertThat(changed("admin: {port: 9090}", "admin: {port: 9090, host: 127.0.0.1}"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit: {refill: 20}",
                "limit: {refill: 10}, coalesce: 10s",
                "limit: {refill: 10}, pace: {vendor: off}",
                "limit: {refill: 10}, web: {origins: ['https://shop.example'], addresses: truncated}",
                "limit: {refill: 10}, identity: {session-idle: 1h}",
                "limit: {refill: 10}, upstream: {personaclick: {sink: vendor}}",
                "limit: {refill: 10}, fallback: {personaclick: {/recommend/*: '{}'}}",
                "limit: {refill: 10}, pagent: []"
            })
    void whateverASectionSaysMayChange(String now) throws Exception {
        assertThat(changed("limit: {refill: 10}", now)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pace: {refill: 100}|pace: off",
                "pace: {refill: 100}|coalesce: {window: 1s}",
                "pace: {refill: 100}|batch: {max-events: 5}",
                "pace: {refill: 100}|breaker: {failures: 3}",
                "pace: {refill: 100}|min-in-flight: 1",
                "pace: {refill: 100}|backlog: {max-bytes: 1GiB}",
                "dir: events}|dir: events, backlog: {max-bytes: 1GiB, when-full: skip}}",
                "crawlers: [acmebot]|crawlers: []",
                "sessions: {max: 1000}|'sessions: {max: 1000}\nunknown-sections: {refill: 1}'",
            })
    void howSinksAreFedAndWhatAllSectionsShareMayChange(String before, String now) throws Exception {
        assertThat(changed(before, now)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data: ./data|data: ./elsewhere|data",
                "server:|'server:\n  port: 1'|server.port",
                "server:|'server:\n  event-loops: 7'|server.event-loops",
                "server:|'server:\n  max-body-bytes: 1KiB'|server.max-body-bytes",
                "server:|'server:\n  transport: nio'|server.transport",
                "server:|'server:\n  drain-timeout: 1s'|server.drain-timeout",
                "server:|'server:\n  demo: true'|server.demo",
                "server:|'metrics: {otlp: {url: http://collector.example}}\nserver:'|metrics.otlp",
                "server:|'tracing: {otlp: {url: http://collector.example}}\nserver:'|tracing",
                "port: 8081|port: 8082|server.proxy-protocol.port",
                "admin: {port: 9090}|admin: {port: 9091}|admin.port",
                "max-bytes: 8GiB|max-bytes: 9GiB|journal.max-bytes",
                "max-bytes: 8GiB|'max-bytes: 8GiB, keep: 1h'|journal.keep",
                "sessions: {max: 1000}|sessions: {max: 2000}|sessions.max",
                "sessions: {max: 1000}|'sessions: {max: 1000}\nstate: {max-carts: 5}'|state.max-carts",
                "sessions: {max: 1000}|'sessions: {max: 1000}\nproxy: {connections: 5}'|proxy.connections",
                "sessions: {max: 1000}|'sessions: {max: 1000}\nrelay: {save-every: 5}'|relay.save-every",
                "url: http://vendor.example|url: http://other.example|sinks.vendor.url",
                "dialects: [personaclick]|'dialects: [personaclick]\n    timeout: 1s'|sinks.vendor.timeout",
                "dialects: [personaclick]|'dialects: [personaclick]\n    connections: 9'|sinks.vendor.connections",
                "dialects: [personaclick]|'dialects: [pureclarity]'|sinks.vendor.dialects",
                "dir: events}|dir: others}|sinks.files.dir",
                "topic: t|topic: u|sinks.bus.topic",
            })
    void whatTakesARestartIsNamed(String before, String now, String path) throws Exception {
        assertThat(changed(before, now))
                .isEqualTo(path + ": changed (expected: as it was at the start, since this takes a restart)");
    }

    @Test
    void aSinkThatIsAddedTakesARestart() throws Exception {
        assertThat(changed("sinks:\n", "sinks:\n  - {name: more, type: file, dir: more}\n"))
                .startsWith("sinks.more: added");
    }

    @Test
    void aSinkThatIsRemovedTakesARestart() throws Exception {
        String without = CONFIG.replace("  - {name: bus, type: kafka, bootstrap: 'kafka:9092', topic: t}\n", "")
                .replace(", bus]", "]");

        assertThat(FixedOptions.firstChanged(read(CONFIG), read(without))).startsWith("sinks.bus: removed");
    }

    @Test
    void aSinkOfAnotherTypeTakesARestart() throws Exception {
        assertThat(changed(
                        "{name: bus, type: kafka, bootstrap: 'kafka:9092', topic: t}",
                        "{name: bus, type: file, dir: b}"))
                .startsWith("sinks.bus.type: changed");
    }

    @Test
    void theOrderOfSinksIsNoMatter() throws Exception {
        String files = "  - {name: files, type: file, dir: events}\n";
        String moved = CONFIG.replace(files, "").replace("sections:\n", files + "sections:\n");

        assertThat(FixedOptions.firstChanged(read(CONFIG), read(moved))).isNull();
    }

    private static String changed(String before, String now) throws ConfigException {
        assertThat(CONFIG).contains(before);
        return FixedOptions.firstChanged(read(CONFIG), read(CONFIG.replace(before, now)));
    }

    private static WeirConfig read(String text) throws ConfigException {
        return new ConfigReader(Map.of()).read("weir.yaml", text);
    }
}
