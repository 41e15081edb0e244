package dev.weir.ingest.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnOriginTest {

    private static final OwnOrigin BY_REQUEST = new OwnOrigin(null);

    @ParameterizedTest
    @CsvSource({
        "http://t.shop.example, http, t.shop.example, -1",
        "http://t.shop.example, http, t.shop.example, 80",
        "https://t.shop.example, https, t.shop.example, 443",
        "http://t.shop.example, http, T.Shop.Example, -1",
        "http://127.0.0.1:8080, http, 127.0.0.1, 8080",
        "http://[::1]:8080, http, [::1], 8080"
    })
    void aPageOfTheHostThatTheRequestNamesIsOurs(String origin, String scheme, String host, int port) {
        assertThat(BY_REQUEST.is(origin, scheme, host, port)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://t.shop.example, http, t.shop.example, -1",
        "http://t.shop.example, https, t.shop.example, -1",
        "http://t.shop.example:8080, http, t.shop.example, -1",
        "http://t.shop.example, http, t.shop.example, 8080",
        "http://t.shop.example:80, http, t.shop.example, 80",
        "http://t.shop.example:08, http, t.shop.example, 8",
        "http://t.shop.example:80800, http, t.shop.example, 8080",
        "http://t.shop.example:, http, t.shop.example, 8080",
        "http://t.shop.example:8080/, http, t.shop.example, 8080",
        "http://t.shop.example.evil.test, http, t.shop.example, -1",
        "http://evil.t.shop.example, http, t.shop.example, -1",
        "http://t.shop.example@evil.test, http, t.shop.example, -1",
        "http:t.shop.example, http, t.shop.example, -1",
        "null, http, t.shop.example, -1",
        "'', http, t.shop.example, -1",
        "http://, http, '', -1",
        "http://t.shop.example, http, , -1",
        "http://t.shop.example, , t.shop.example, -1"
    })
    void anyOtherIsNot(String origin, String scheme, String host, int port) {
        assertThat(BY_REQUEST.is(origin, scheme, host, port)).isFalse();
    }

    @Test
    void aConfiguredUrlAloneIsOurs() {
        OwnOrigin configured = new OwnOrigin("https://T.shop.example:443");

        assertThat(configured.is("https://t.shop.example", "http", "10.0.0.1", 8080))
                .isTrue();
        // Whoever answers for a name may have it point here.
        assertThat(configured.is("http://evil.test", "http", "evil.test", -1)).isFalse();
    }
}
