package dev.weir.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.ingest.client.ClientSearch.Found;
import dev.weir.ingest.client.ClientSearch.HeaderLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientSearchTest {

    private static final String XFF = "X-Forwarded-For";
    private static final IpAddress PEER = IpAddress.parse("10.0.0.1");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 10.0.0.7, 10.0.0.8 | 203.0.113.9",
                "203.0.113.9:4711 | 203.0.113.9",
                "[2001:db8::9]:4711 | 2001:db8::9",
                "2001:db8::9 | 2001:db8::9",
                "::ffff:203.0.113.9 | 203.0.113.9",
                " , 203.0.113.9 ,, | 203.0.113.9",
                "10.0.0.9, 10.0.0.8 | 10.0.0.9"
            })
    void theRightmostThatIsNoProxyIsTheClient(String header, String client) {
        assertThat(search("10.0.0.0/8", XFF).find(PEER, Map.of(XFF, List.of(header))::get))
                .extracting(Found::address)
                .hasToString(client);
        assertThat(unreadable()).isZero();
    }

    @Test
    void severalLinesAreOneList() {
        HeaderLines lines = name -> List.of("198.51.100.1", "203.0.113.9, 10.0.0.7", "10.0.0.8");

        assertThat(search("10.0.0.0/8", XFF).find(PEER, lines).address()).hasToString("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "junk | 10.0.0.1",
                "203.0.113.9, junk, 10.0.0.7 | 10.0.0.7",
                "203.0.113.9:, 10.0.0.7 | 10.0.0.7",
                "203.0.113.9:123456 | 10.0.0.1",
                "[203.0.113.9] | 10.0.0.1",
                "[2001:db8::9]x | 10.0.0.1",
                "[2001:db8::9 | 10.0.0.1"
            })
    void garbageEndsTheWalkAtTheLastGoodAddress(String header, String client) {
        assertThat(search("10.0.0.0/8", XFF).find(PEER, name -> List.of(header)).address())
                .hasToString(client);
        assertThat(counted("malformed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "203.0.113.9, UNKNOWN", "_hidden"})
    void whoIsHiddenIsNotSearchedFurther(String header) {
        assertThat(search("10.0.0.0/8", XFF).find(PEER, name -> List.of(header)).address())
                .isEqualTo(PEER);
        assertThat(counted("hidden")).isEqualTo(1);
    }

    @Test
    void aTrustedPeerThatDoesNotSayIsTheClientItself() {
        Found found = search("10.0.0.0/8", XFF).find(PEER, name -> List.of());

        assertThat(found.address()).isEqualTo(PEER);
        assertThat(unreadable()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 198.51.100.1, 203.0.113.9 | 203.0.113.9",
                "2 | 198.51.100.1, 203.0.113.9 | 198.51.100.1",
                "3 | 198.51.100.1, 203.0.113.9 | 198.51.100.1",
                "2 | 203.0.113.9, junk | 10.0.0.1"
            })
    void hopsAreCountedFromTheRight(int hops, String header, String client) {
        TrustedPeers trusted = new TrustedPeers(Networks.of(List.of("10.0.0.0/8")), XFF, hops);

        assertThat(new ClientSearch(trusted, registry)
                        .find(PEER, name -> List.of(header))
                        .address())
                .hasToString(client);
    }

    @Test
    void aRowOfProxiesThatNeverEndsIsCutOff() {
        List<String> lines = Collections.nCopies(100, "10.0.0.2");

        assertThat(search("10.0.0.0/8", XFF).find(PEER, name -> lines).address())
                .hasToString("10.0.0.2");
        assertThat(counted("too-long")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9 | 203.0.113.9",
                "For=\"203.0.113.9:4711\";proto=https | 203.0.113.9",
                "for=\"[2001:db8:cafe::17]:4711\" | 2001:db8:cafe::17",
                "for=\"[2001:db8:cafe::17]:_port\" | 2001:db8:cafe::17",
                "for=[2001:db8:cafe::17] | 2001:db8:cafe::17",
                "for=\"2\\03.0.113.9\" | 203.0.113.9",
                "proto=http ; by=203.0.113.43 ; for=203.0.113.9 | 203.0.113.9",
                "for=198.51.100.1, for=203.0.113.9;by=\"a, b\\\", c\", for=10.0.0.7 | 203.0.113.9",
                "for=\"198.51.100.1, for=203.0.113.9 | 203.0.113.9"
            })
    void forwardedIsReadAsRfc7239HasIt(String header, String client) {
        assertThat(search("10.0.0.0/8", "Forwarded")
                        .find(PEER, name -> List.of(header))
                        .address())
                .hasToString(client);
        assertThat(unreadable()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=",
                "for",
                "=203.0.113.9",
                "for=203.0.113.9;for=198.51.100.1",
                "for=\"203.0.113.9",
                "for=203.0.113.9\"",
                "for=\"203.0.113.9\" x",
                "203.0.113.9",
                "for=203.0.113.9 proto=http",
                "for=\"203.0.113.9\\",
                "for=junk"
            })
    void whatIsNoForwardedElementIsGarbage(String header) {
        assertThat(search("10.0.0.0/8", "Forwarded")
                        .find(PEER, name -> List.of(header))
                        .address())
                .isEqualTo(PEER);
        assertThat(counted("malformed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"for=unknown", "for=\"_gazonk\"", "for=_SEVKISEK:_1", "proto=https"})
    void whoHidesBehindANameIsNotSearchedFurther(String header) {
        assertThat(search("10.0.0.0/8", "Forwarded")
                        .find(PEER, name -> List.of(header))
                        .address())
                .isEqualTo(PEER);
        assertThat(counted("hidden")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CF-Connecting-IP, 203.0.113.9, 203.0.113.9",
        "CF-Connecting-IP, 2001:db8::9, 2001:db8::9",
        "True-Client-IP, ' 203.0.113.9 ', 203.0.113.9",
        "CF-Connecting-IP, '198.51.100.1, 203.0.113.9', 10.0.0.1",
        "CloudFront-Viewer-Address, 203.0.113.9:46532, 203.0.113.9",
        "CloudFront-Viewer-Address, 2001:db8:85a3:8d3:1319:8a2e:370:7348:443, 2001:db8:85a3:8d3:1319:8a2e:370:7348",
        "CloudFront-Viewer-Address, [2001:db8::9]:443, 2001:db8::9",
        "CloudFront-Viewer-Address, 203.0.113.9, 10.0.0.1"
    })
    void aHeaderOfOneAddressNamesTheClient(String header, String value, String client) {
        assertThat(search("10.0.0.0/8", header)
                        .find(PEER, name -> name.equals(header) ? List.of(value) : List.of())
                        .address())
                .hasToString(client);
    }

    @Test
    void twoLinesOfAHeaderThatHasOneAreGarbage() {
        HeaderLines lines = name -> List.of("198.51.100.1", "203.0.113.9");

        assertThat(search("10.0.0.0/8", "CF-Connecting-IP").find(PEER, lines).address())
                .isEqualTo(PEER);
        assertThat(counted("malformed")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | https | https",
                "203.0.113.9 | HTTPS | https",
                "203.0.113.9 | gopher, http | http",
                "203.0.113.9, 10.0.0.7 | http, https, http | https",
                "203.0.113.9, 10.0.0.7 | https | https",
                "203.0.113.9 | javascript |",
                "203.0.113.9 | |"
            })
    void theSchemeIsWhatTheProxyWroteThatNamedTheClient(String client, String proto, String scheme) {
        HeaderLines lines = name -> name.equals(XFF) ? List.of(client) : proto == null ? List.of() : List.of(proto);
        ClientSearch search = search("10.0.0.0/8", XFF);

        assertThat(search.scheme(search.find(PEER, lines), lines)).isEqualTo(scheme);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9;proto=https;host=t.shop.example | https | t.shop.example",
                "for=203.0.113.9;proto=https;host=\"t.shop.example:8443\", for=10.0.0.7;host=in | https | t.shop.example:8443",
                "for=198.51.100.1;host=evil.example, for=203.0.113.9 | |",
                "for=203.0.113.9;host=\"a/b\" | |"
            })
    void forwardedNamesSchemeAndHostBesideTheClient(String header, String scheme, String host) {
        ClientSearch search = search("10.0.0.0/8", "Forwarded");
        Found found = search.find(PEER, name -> List.of(header));

        assertThat(search.scheme(found, name -> List.of("http"))).isEqualTo(scheme);
        assertThat(search.host(found)).isEqualTo(host);
    }

    @Test
    void hopsGoWithListsAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrustedPeers(Networks.NONE, "CF-Connecting-IP", 2))
                .withMessage(
                        "server.trusted.hops: 2 (expected: left out, since CF-Connecting-IP has one address alone)");
    }

    private ClientSearch search(String peers, String header) {
        return new ClientSearch(new TrustedPeers(Networks.of(List.of(peers)), header, 0), registry);
    }

    private double unreadable() {
        List<String> reasons = new ArrayList<>(Arrays.asList("malformed", "hidden", "too-long"));
        return reasons.stream().mapToDouble(this::counted).sum();
    }

    private double counted(String reason) {
        return registry.get("weir.client.unreadable")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
