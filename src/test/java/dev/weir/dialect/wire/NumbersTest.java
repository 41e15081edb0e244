package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "318", "318.0", "-1", "+5", "1e3", "2.5E-2", ".5", "99999999999999999999"})
    void numberIsRead(String text) {
        assertThat(Numbers.decimal(text)).isEqualTo(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "free",
                "1,5",
                "0x10",
                "NaN",
                "Infinity",
                "1e",
                "--1",
                "1 2",
                "٣",
                "1e999999999",
                "1e-999",
                "1e99999999999999999999",
                "12345678901234567890123456789012345678901"
            })
    void whatIsNoSaneNumberIsNone(String text) {
        assertThat(Numbers.decimal(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 29, '', true", // thirty digits with the one before
        "0, 30, '', false",
        "0, 1, e28, true",
        "0, 0, e30, true",
        "0, 0, e31, false",
        "0, 0, e-30, true",
        "0, 0, e-31, false"
    })
    void numberIsBoundedInDigitsAndInSize(String digit, int more, String exponent, boolean expected) {
        String text = "1" + digit.repeat(more) + exponent;

        assertThat(Numbers.decimal(text)).isEqualTo(expected ? new BigDecimal(text) : null);
    }

    @ParameterizedTest
    @CsvSource({"39, true", "40, false"})
    void textOfANumberIsBounded(int zeros, boolean expected) {
        assertThat(Numbers.decimal("0".repeat(zeros) + "1")).isEqualTo(expected ? BigDecimal.ONE : null);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "20, 20",
        "0, 1",
        "-7, 1",
        "1000, 1000",
        "1001, 1000",
        "999999999, 1000",
        "9999999999, 1000",
        "2.9, 2",
        "0.5, 1",
        "' 3 ', 3",
        "1e2, 100",
        "1e9, 1000"
    })
    void quantityIsForcedIntoItsRange(String text, int expected) {
        assertThat(Numbers.clamped(text, 1, 1000)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two", "PRODUCT_QUANTITY", "NaN"})
    void quantityThatIsNoNumberIsNone(String text) {
        assertThat(Numbers.clamped(text, 1, 1000)).isNull();
    }
}
