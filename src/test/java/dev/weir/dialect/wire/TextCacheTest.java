package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TextCacheTest {

    private final TextCache cache = new TextCache();

    @Test
    void oneThatComesAgainIsTheSame() {
        assertThat(name("shop_id")).isEqualTo("shop_id").isSameAs(name("shop_id"));
    }

    @Test
    void aLongOneIsNotKept() {
        String longest = "n".repeat(32);

        assertThat(name(longest)).isEqualTo(longest).isSameAs(name(longest));
        assertThat(name(longest + "n")).isEqualTo(longest + "n").isNotSameAs(name(longest + "n"));
    }

    /** "Aa" and "BB" have one hash, and so one place. */
    @Test
    void twoOfOnePlaceAreToldApart() {
        assertThat(name("Aa")).isEqualTo("Aa");
        assertThat(name("BB")).isEqualTo("BB");
        assertThat(name("Aa")).isEqualTo("Aa");
    }

    @Test
    void anyNumberIsReadRight() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(name("n" + i)).isEqualTo("n" + i);
        }
    }

    @Test
    void noneAtAllIsAName() {
        assertThat(name("")).isEmpty();
    }

    private String name(String text) {
        byte[] octets = ("{\"" + text + "\":1}").getBytes(StandardCharsets.UTF_8);
        return cache.of(octets, 2, 2 + text.length());
    }
}
