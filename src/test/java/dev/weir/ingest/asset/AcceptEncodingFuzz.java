package dev.weir.ingest.asset;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any {@code Accept-Encoding}: every encoding has a weight, and what is refused by name alone has none. */
final class AcceptEncodingFuzz {

    static Stream<String> samples() {
        return Stream.of("gzip, br;q=0.5", "*;q=0", "identity;q=0.000,*;q=1.000", "br;q=1e9", ";,;", "x-gzip ; q = 1");
    }

    @MethodSource("samples")
    @FuzzTest
    void weightIsBetweenNothingAndAll(String header) {
        if (header == null) {
            return;
        }
        for (String encoding : new String[] {"br", "gzip", "identity"}) {
            assertThat(new AcceptEncoding(header).weight(encoding)).isBetween(0, 1000);
            if (!header.toLowerCase(java.util.Locale.ROOT).contains(encoding)) {
                assertThat(new AcceptEncoding(header + "," + encoding + ";q=0").weight(encoding))
                        .isZero();
            }
        }
    }
}
