package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTextTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:9090",
        "localhost, http://localhost:9090",
        "::1, http://[::1]:9090",
        "[::1], http://[::1]:9090",
        "::, http://[::]:9090"
    })
    void anAddressOfIpv6StandsInBrackets(String host, String url) {
        assertThat(UrlText.of(host, 9090)).isEqualTo(url);
        assertThat(URI.create(url).getPort()).isEqualTo(9090);
    }
}
