package dev.weir.dialect.gravityfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngagementUrlsTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Engagement CLICK = engagement("/e?d=1");

    private final EngagementUrls urls = Fixtures.urls();

    @Test
    void issuedTokenOpens() {
        assertThat(urls.open(urls.issue(CLICK))).isEqualTo(CLICK);
    }

    @Test
    void sameEngagementHasTheSameToken() {
        assertThat(urls.issue(CLICK)).isEqualTo(urls.issue(engagement("/e?d=1")));
    }

    @Test
    void tokenWithAnyOneBitChangedDoesNotOpen() {
        byte[] token = Base64.getUrlDecoder().decode(urls.issue(CLICK));
        for (int bit = 0; bit < token.length * 8; bit++) {
            byte[] changed = token.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(urls.open(encoded(changed))).as("bit %d", bit).isNull();
        }
    }

    @Test
    void tokenWithAnyOneLetterChangedDoesNotOpen() {
        String token = urls.issue(CLICK);
        for (int at = 0; at < token.length(); at++) {
            for (char letter : ALPHABET.toCharArray()) {
                String changed = token.substring(0, at) + letter + token.substring(at + 1);
                assertThat(urls.open(changed) == null).as(changed).isEqualTo(!changed.equals(token));
            }
        }
    }

    @Test
    void tokenCutOffAnywhereDoesNotOpen() {
        String token = urls.issue(CLICK);
        for (int length = 0; length < token.length(); length++) {
            assertThat(urls.open(token.substring(0, length))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "=", "==", "AAAA", "%3D", "/", "\n"})
    void tokenWithMoreBehindItDoesNotOpen(String more) {
        assertThat(urls.open(urls.issue(CLICK) + more)).isNull();
    }

    @Test
    void tokenOfAnotherKeyDoesNotOpen() {
        EngagementUrls others = new EngagementUrls(new byte[32], List.of(URI.create(Fixtures.VENDOR)));

        assertThat(urls.open(others.issue(CLICK))).isNull();
    }

    @Test
    void tokenTooLongForARequestLineIsNotIssued() {
        assertThat(urls.issue(engagement("/e?" + "x".repeat(8_000)))).isNull();
    }

    @Test
    void longestTokenFitsARequestLine() {
        int longest = 1;
        while (urls.issue(engagement("/" + "x".repeat(longest))) != null) {
            longest++;
        }
        String token = urls.issue(engagement("/" + "x".repeat(longest - 1)));

        assertThat(token.length()).isBetween(EngagementUrls.MAX_TOKEN - 4, EngagementUrls.MAX_TOKEN);
    }

    @Test
    void overlongTokenIsNotEvenDecoded() {
        assertThat(urls.open("A".repeat(EngagementUrls.MAX_TOKEN + 1))).isNull();
    }

    @Test
    void shortKeyIsRefused() {
        assertThatThrownBy(() -> new EngagementUrls(new byte[15], List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key of 15 bytes (expected: at least 16)");
    }

    @Test
    void vendorWithoutHostIsRefused() {
        assertThatThrownBy(() -> new EngagementUrls(new byte[16], List.of(URI.create("file:///etc/passwd"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: http://host or https://host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vendor.example/e?d=1",
                "HTTPS://Vendor.Example/e?d=1",
                "https://vendor.example:443/e?d=1",
            })
    void vendorsOwnUrlHasATarget(String url) {
        assertThat(urls.targetOf(url)).isEqualTo("/e?d=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/e",
                "//vendor.example/e",
                "http://vendor.example/e",
                "https://vendor.example",
                "https://vendor.example?e",
                "https://vendor.example.evil.example/e",
                "https://vendor.example@evil.example/e",
                "https://vendor.example:443@evil.example/e",
                "https://user@vendor.example/e",
                "https://vendor.example:8443/e",
                "https://vendor.example:4430/e",
                "https://evil.example/https://vendor.example/e",
                "https://evil.example/?https://vendor.example/e",
                "https://evil.example\\@vendor.example/e",
                "https://vendor.example\\.evil.example/e",
                "https://vendor.example#@evil.example/e",
                "https://vendor.example//evil.example/e",
                "https://vendor.example/\\evil.example/e",
                "https://vendor.example/../e",
                "https://vendor.example/a/..",
                "https://vendor.example/a/%2e%2E/e",
                "https://vendor.example/a/.%2e/e",
                "https://vendor.example/a%2fe",
                "https://vendor.example/a%5ce",
                "https://vendor.example/e#fragment",
                "https://vendor.example/e e",
                "https://vendor.example/e HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "https://vendor.example/e\n",
                "https://vendor.example/e\u0000",
                "https://vendor.example/\u00e9",
                "https://vendor.example/%",
                "https://vendor.example/%4",
                "https://vendor.example/%zz",
                "https://\u0456vendor.example/e",
                " https://vendor.example/e",
                "ftp://vendor.example/e",
                "javascript:alert(1)",
                "http://127.0.0.1/e",
                "http://169.254.169.254/latest/meta-data",
            })
    void urlThatIsNotTheVendorsHasNone(String url) {
        assertThat(urls.targetOf(url)).isNull();
    }

    @Test
    void pathOfTheConfiguredUrlIsNotRepeated() {
        EngagementUrls below = new EngagementUrls(new byte[16], List.of(URI.create("http://proxy.example:8080/gf/")));

        assertThat(below.targetOf("http://proxy.example:8080/gf/v2/e?d=1")).isEqualTo("/v2/e?d=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://proxy.example:8080/v2/e", "http://proxy.example:8080/gfx/e", "http://proxy.example/gf/e"
            })
    void urlBesideTheConfiguredOneHasNoTarget(String url) {
        EngagementUrls below = new EngagementUrls(new byte[16], List.of(URI.create("http://proxy.example:8080/gf/")));

        assertThat(below.targetOf(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"click\n/admin", "\n", ""})
    void engagementThatCouldReadAsAnotherIsNotWritable(String action) {
        Engagement odd = new Engagement("demo", "uid", "device", "session", action, "/e", Map.of());

        assertThat(odd.isWritable()).isFalse();
    }

    @Test
    void detailWithALineEndIsNotWritable() {
        Engagement odd =
                new Engagement("demo", "uid", "device", "session", "click", "/e", Map.of("campaignId", "a\nb=c"));

        assertThat(odd.isWritable()).isFalse();
    }

    @Test
    void textsBeyondAsciiSurviveTheToken() {
        Engagement engagement = new Engagement(
                "demo", "custom", "device", "session", "click", "/e", Map.of("selector", "Größe=42 \ud83d\udc5f"));

        assertThat(urls.open(urls.issue(engagement))).isEqualTo(engagement);
    }

    private static Engagement engagement(String target) {
        return new Engagement(
                "demo",
                "uid",
                Fixtures.IDS.deviceId(),
                Fixtures.IDS.sessionId(),
                "click",
                target,
                Map.of("campaignId", "c-17", "variationId", "v-2"));
    }

    private static String encoded(byte[] token) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(token), StandardCharsets.US_ASCII);
    }
}
