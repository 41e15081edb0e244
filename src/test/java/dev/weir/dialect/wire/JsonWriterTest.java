package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonWriterTest {

    @Test
    void membersStandInTheOrderOfWriting() {
        JsonWriter json = JsonWriter.object();
        json.text("a", "\"\n\\ü")
                .number("b", new BigDecimal("1.50"))
                .isTrue("c")
                .openObject("d")
                .closeObject()
                .openArray("e")
                .openElement()
                .number("x", 1L)
                .closeObject()
                .openElement()
                .closeObject()
                .closeArray()
                .json("f", "[1 ]");

        assertThat(text(json))
                .isEqualTo("{\"a\":\"\\\"\\u000a\\\\ü\",\"b\":1.50,\"c\":true,\"d\":{},"
                        + "\"e\":[{\"x\":1},{}],\"f\":[1 ]}");
    }

    @Test
    void nullsAreLeftOut() {
        assertThat(text(JsonWriter.object().text("a", null).number("b", null).json("c", null)))
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "12", "-1.5", "1.50", "1e3", "1E+3", "2.5e-2", "0.1"})
    void textThatIsANumberIsOne(String text) {
        assertThat(text(JsonWriter.object().numberOrText("a", text))).isEqualTo("{\"a\":" + text + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1.e3", " 1", "1 ", "0x1", "NaN", "٣", "1,5", "--1"
            })
    void textThatIsNoNumberOfJsonsIsAText(String text) {
        assertThat(text(JsonWriter.object().numberOrText("a", text))).isEqualTo("{\"a\":\"" + text + "\"}");
    }

    @Test
    void aNumberThatNoReaderOfOursWouldTakeIsAText() {
        String longest = "1".repeat(JsonReader.MAX_NUMBER);

        assertThat(text(JsonWriter.object().numberOrText("a", longest))).isEqualTo("{\"a\":" + longest + "}");
        assertThat(text(JsonWriter.object().numberOrText("a", longest + "1")))
                .isEqualTo("{\"a\":\"" + longest + "1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{\"a\":1.50}|1.50|1.50",
                "{\"a\":\"1.50\"}|1.50|\"1.50\"",
                "{\"a\":{ \"b\":1 }}|{ \"b\":1 }|{ \"b\":1 }",
                "{\"a\":true}|true|true",
                "{\"a\":2}|1|\"1\"",
                "{\"b\":1}|1|\"1\"",
                "{\"a\":null}|1|\"1\"",
                "{\"a\":\"\"}|''|\"\"",
                "none|1|\"1\""
            })
    void memberKeepsTheTypeInWhichItCame(String came, String text, String expected) {
        JsonMembers members = came == null ? null : JsonMembers.of(came.getBytes(StandardCharsets.UTF_8));

        assertThat(text(JsonWriter.object().asItCame("a", members, text))).isEqualTo("{\"a\":" + expected + "}");
    }

    private static String text(JsonWriter json) {
        return new String(json.bytes(), StandardCharsets.UTF_8);
    }
}
