package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.RejectedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ItemFieldsTest {

    @Test
    void idsAreBounded() {
        assertThat(ItemFields.id("x".repeat(255))).hasSize(255);
        assertThat(ItemFields.id("x".repeat(256))).isNull();
        assertThat(ItemFields.id(null)).isNull();
    }

    @Test
    void quantitiesAreForcedIntoTheirRange() {
        assertThat(ItemFields.quantity("0")).isEqualTo(1);
        assertThat(ItemFields.quantity("1001")).isEqualTo(1000);
        assertThat(ItemFields.quantity("7")).isEqualTo(7);
        assertThat(ItemFields.quantity("many")).isNull();
        assertThat(ItemFields.quantity(null)).isNull();
    }

    @Test
    void pricesAreNotBelowZero() {
        assertThat(ItemFields.price("0")).isEqualTo(BigDecimal.ZERO);
        assertThat(ItemFields.price("9.90")).isEqualTo(new BigDecimal("9.90"));
        assertThat(ItemFields.price("-0.01")).isNull();
        assertThat(ItemFields.price("free")).isNull();
        assertThat(ItemFields.price(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"a\"|a", "1.50|1.50", "true|true", "\"\"|", "null|", "{\"x\":[1]}|", "[{},1]|", "[]|"})
    void scalarsAreTextsAndTheRestIsPassedOver(String value, String expected) throws RejectedException {
        byte[] bytes = ("{\"a\":" + value + ",\"b\":1}").getBytes(StandardCharsets.UTF_8);
        try (JsonReader json = JsonReader.open(bytes, Set.of())) {
            json.nextName();
            assertThat(ItemFields.scalar(json)).isEqualTo(expected);
            assertThat(json.nextName()).isEqualTo("b");
        }
    }
}
