package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.event.Section;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any {@code Cookie} header, read as a browser would write it. */
final class CookieFuzz {

    private static final Section SHOP = Sections.SHOP;

    static Stream<String> samples() {
        return Stream.of(
                "weir_shop=abc",
                "a=b; weir_shop=abc ;weir_shop=second",
                "xweir_shop=a;weir_shop",
                "__Host-weir_shop=a; weir_shop==;",
                ";;= weir_shop=\t",
                "");
    }

    @MethodSource("samples")
    @FuzzTest
    void valueIsThatOfTheFirstPairOfTheName(String header) {
        if (header == null) {
            return;
        }
        String expected = reference(header);

        String found = SectionCookie.valueIn(header, SHOP);
        assertThat(found).isEqualTo(expected);
        if (expected != null) {
            assertThat(SectionCookie.holds(header, SHOP, expected)).isTrue();
            assertThat(SectionCookie.holds(header, SHOP, expected + "x")).isFalse();
        }
        // What a visitor is given comes back, whatever stands around it.
        if (found == null) {
            assertThat(SectionCookie.valueIn(header + "; weir_shop=abc", SHOP)).isEqualTo("abc");
        }
        assertThat(SectionCookie.valueIn("weir_shop=abc; " + header, SHOP)).isEqualTo("abc");
    }

    private static String reference(String header) {
        for (String pair : header.split(";", -1)) {
            String trimmed = pair.replaceAll("\\A[ \t]+", "");
            if (trimmed.startsWith("weir_shop=")) {
                return trimmed.substring("weir_shop=".length()).replaceAll("[ \t]+\\z", "");
            }
        }
        return null;
    }
}
