package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class QueryTextTest {

    @Test
    void noQueryIsAnEmptyOne() {
        assertThat(QueryText.of(null)).isEmpty();
    }

    @Test
    void whatIsAsciiStaysAsItCame() {
        assertThat(QueryText.of("a=%C3%A9&b=+&c")).isEqualTo("a=%C3%A9&b=+&c");
    }

    @Test
    void rawUtf8IsEncodedByteForByte() {
        String asDecoded = new String("q=caf\u00e9".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(QueryText.of(asDecoded)).isEqualTo("q=caf%C3%A9");
    }
}
