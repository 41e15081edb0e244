package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ingest.client.IpAddress;
import dev.weir.ingest.client.TrustedPeers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrontConfigTest {

    private static final String REST = """
            sinks: [{name: files, type: file, dir: events}]
            sections: [{name: shop, personaclick: [{shop-id: '0012'}], sinks: [files]}]
            """;

    @Test
    void nobodyIsTrustedUnlessTheOperatorSays() throws Exception {
        WeirConfig config = read("{}");

        assertThat(config.front().trusted()).isEqualTo(TrustedPeers.NOBODY);
        assertThat(config.server().idleTimeout()).isEqualTo(Duration.ofSeconds(75));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{preset: cloudflare} | CF-Connecting-IP | 104.16.0.1 | 930",
                "{preset: fastly} | X-Forwarded-For | 151.101.0.1 | 930",
                "{preset: cloudfront, peers: [192.0.2.0/24]} | X-Forwarded-For | 192.0.2.7 | 150",
                "{preset: akamai, peers: [192.0.2.0/24]} | True-Client-IP | 192.0.2.7 | 330",
                "{preset: proxy, peers: [127.0.0.1]} | X-Forwarded-For | 127.0.0.1 | 75",
                "{preset: proxy, peers: [127.0.0.1], header: Forwarded} | Forwarded | 127.0.0.1 | 75",
                "{peers: ['fd00::/8']} | X-Forwarded-For | fd00::1 | 75"
            })
    void aPresetSaysWhatIsKnownOfThoseInFront(String trusted, String header, String peer, long idleSeconds)
            throws Exception {
        WeirConfig config = read("{trusted: " + trusted + "}");

        assertThat(config.front().trusted().header()).isEqualTo(header);
        assertThat(config.front().trusted().isTrusted(IpAddress.parse(peer))).isTrue();
        assertThat(config.front().trusted().isTrusted(IpAddress.parse("203.0.113.9")))
                .isFalse();
        assertThat(config.server().idleTimeout()).isEqualTo(Duration.ofSeconds(idleSeconds));
    }

    @Test
    void peersReplaceThePresetsOwn() throws Exception {
        TrustedPeers trusted = read("{trusted: {preset: cloudflare, peers: [10.0.0.0/8]}, idle-timeout: 5m}")
                .front()
                .trusted();

        assertThat(trusted.isTrusted(IpAddress.parse("104.16.0.1"))).isFalse();
        assertThat(trusted.isTrusted(IpAddress.parse("10.1.1.1"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{trusted: {preset: cloudfront}} | server.trusted.peers: none (expected: the networks that it calls from, since those of cloudfront are not built in)",
                "{trusted: {preset: squid}} | server.trusted.preset: squid (expected: cloudflare or fastly or cloudfront or akamai or proxy)",
                "{trusted: {peers: [10.0.0.1/8]}} | server.trusted.peers: 10.0.0.1/8 (expected: an address or a network such as 10.0.0.0/8 or 2001:db8::/32, with no bit set behind it)",
                "{trusted: {peers: [10.0.0.0/8], hops: 17}} | server.trusted.hops: 17 (expected: 0 to 16)",
                "{trusted: {preset: cloudflare, hops: 2}} | server.trusted.hops: 2 (expected: left out, since CF-Connecting-IP has one address alone)",
                "{trusted: {header: Forwarded}} | server.trusted.peers: none (expected: who may say so, as in [10.0.0.0/8])",
                "{trusted: {peers: [10.0.0.0/8], header: 'a b'}} | server.trusted.header: a b (expected: a header's name, at most 64 characters)",
                "{proxy-protocol: {port: 8081}} | server.proxy-protocol.peers: none (expected: who may connect, as in [10.0.0.0/8])",
                "{proxy-protocol: {peers: [10.0.0.0/8]}} | server.proxy-protocol.port: missing (expected: 0 to 65535)",
                "{proxy-protocol: {port: 70000, peers: [10.0.0.0/8]}} | server.proxy-protocol.port: 70000 (expected: 0 to 65535)",
                "{proxy-protocol: {port: 8080, peers: [10.0.0.0/8]}} | server.proxy-protocol.port: 8080 (expected: another port than server.port (or WEIR_PORT))",
                "{proxy-protocol: {port: 9090, peers: [10.0.0.0/8]}} | server.proxy-protocol.port: 9090 (expected: another port than admin.port)",
                "{proxy-protocol: {port: 8081, peers: [10.0.0.0/8], header-timeout: 2m}} | server.proxy-protocol.header-timeout: 2m (expected: 1ms to 1m)",
                "{tls: {port: 8443}} | server.tls.certificates: none (expected: at least one, as in [{chain: shop.crt, key: shop.key}])",
                "{tls: {port: 8443, certificates: [{chain: a.crt}]}} | server.tls.certificates[0].key: missing (expected: a text)",
                "{tls: {port: -1, certificates: [{chain: a, key: b}]}} | server.tls.port: -1 (expected: a whole number of at least 0)",
                "{tls: {port: 8080, certificates: [{chain: a, key: b}]}} | server.tls.port: 8080 (expected: another port than server.port (or WEIR_PORT))",
                "{http2: {max-streams: 0}} | server.http2.max-streams: 0 (expected: 1 to 100000)",
                "{http2: {max-resets: 500, trusted-max-resets: 100}} | server.http2.trusted-max-resets: 100 (expected: 500 to 1000000)",
                "{http2: {max-control-frames: 9}} | server.http2.max-control-frames: 9 (expected: 10 to 1000000)",
                "{http2: {max-control-frames: 20000, trusted-max-control-frames: 500}} | server.http2.trusted-max-control-frames: 500 (expected: 20000 to 1000000)",
                "{http2: {stream-timeout: 2h}} | server.http2.stream-timeout: 2h (expected: 1s to 1h)",
                "{http2: {reset-window: 0s}} | server.http2.reset-window: 0s (expected: 1s to 1h)",
                "{trusted: {peer: x}} | server.trusted.peer: unknown key (expected: one of header, hops, peers, preset)"
            })
    void aWrongValueIsNamedWithItsPathAndWhatWasExpected(String server, String message) {
        assertThatThrownBy(() -> read(server))
                .isInstanceOf(ConfigException.class)
                .hasMessage("weir.yaml: " + message);
    }

    private static WeirConfig read(String server) throws ConfigException {
        return new ConfigReader(Map.of()).read("weir.yaml", "server: " + server + "\n" + REST);
    }
}
