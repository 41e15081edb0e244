package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a {@link JsonReader} says of the value that it stands on. */
final class JsonValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|object nested",
                "[]|array nested",
                "null|null",
                "\"null\"|quoted",
                "\"\"|quoted",
                "1|``",
                "true|``",
                "false|``"
            })
    void kindIsTold(String value, String expected) throws RejectedException {
        try (JsonReader json = on(value)) {
            List<String> kinds = new ArrayList<>();
            add(kinds, json.isObject(), "object");
            add(kinds, json.isArray(), "array");
            add(kinds, json.isNested(), "nested");
            add(kinds, json.isNull(), "null");
            add(kinds, json.isQuoted(), "quoted");

            assertThat(String.join(" ", kinds)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\"|``",
                "\"a\"|a",
                "\"ü€😀\"|ü€😀",
                "\"\\u00fc\\ud83d\\ude00\"|ü😀",
                "\"\\\"\\\\\\/\"|\"\\/",
                "-1.50E+3|-1.50E+3",
                "0|0",
                "true|true",
                "false|false"
            })
    void valueReadsAsTextAndAsAWordAlike(String value, String expected) throws RejectedException {
        try (JsonReader json = on(value)) {
            assertThat(json.text()).isEqualTo(expected);
            assertThat(json.word()).isEqualTo(expected);
            assertThat(json.rawJson()).isEqualTo(value);
        }
    }

    @Test
    void shortEscapesMeanWhatTheyMean() throws RejectedException {
        try (JsonReader json = on("\"\\b\\f\\n\\r\\t\"")) {
            assertThat(json.text()).isEqualTo("\b\f\n\r\t");
        }
    }

    @Test
    void wordThatComesAgainCostsNoMemory() throws RejectedException {
        String first;
        try (JsonReader json = on("\"purchase\"")) {
            first = json.word();
        }
        try (JsonReader json = on("\"purchase\"")) {
            assertThat(json.word()).isSameAs(first);
        }
    }

    @Test
    void elementsAreWalkedInTheirOrderAndNestedOnesInTheirTurn() throws RejectedException {
        List<String> found = new ArrayList<>();
        try (JsonReader json = on("[\"a\",{\"b\":[1]},[],[2,3]]")) {
            while (json.nextElement()) {
                found.add(json.rawJson());
            }
            assertThat(json.nextName()).isEqualTo("z");
        }

        assertThat(found).containsExactly("\"a\"", "{\"b\":[1]}", "[]", "[2,3]");
    }

    /** Texts, and names, are measured in characters, whatever they take in bytes. */
    @ParameterizedTest
    @CsvSource({"x, 8192", "ü, 8192", "€, 8192", "😀, 4096", "\\n, 8192", "\\u00fc, 8192"})
    void textsAreMeasuredInCharacters(String character, int most) throws RejectedException {
        on("\"" + character.repeat(most) + "\"").close();

        assertThatThrownBy(() -> on("\"" + character.repeat(most + 1) + "\"")).hasMessageContaining("beyond a bound");
    }

    @ParameterizedTest
    @CsvSource({"n, 128", "ü, 128", "😀, 64", "\\t, 128"})
    void namesAreMeasuredInCharacters(String character, int most) throws RejectedException {
        try (JsonReader json = on("{\"" + character.repeat(most) + "\":1}")) {
            json.skip();
        }
        try (JsonReader json = on("{\"" + character.repeat(most + 1) + "\":1}")) {
            assertThatThrownBy(json::skip).hasMessageContaining("beyond a bound");
        }
    }

    @ParameterizedTest
    @CsvSource({"8190, true", "8191, false"})
    void jsonIsShortUpToTheBoundOfAText(int blanks, boolean expected) throws RejectedException {
        String value = "[" + " ".repeat(blanks) + "]";
        try (JsonReader json = on(value)) {
            assertThat(json.shortJson()).isEqualTo(expected ? value : null);
            assertThat(json.nextName()).isEqualTo("z");
        }
        try (JsonReader json = on(value)) {
            if (expected) {
                assertThat(json.rawJson()).isEqualTo(value);
            } else {
                assertThatThrownBy(json::rawJson).hasMessageContaining("beyond a bound");
            }
        }
    }

    /** Stands on this value of the first of two members. */
    private static JsonReader on(String value) throws RejectedException {
        byte[] bytes = ("{\"a\":" + value + ",\"z\":0}").getBytes(StandardCharsets.UTF_8);
        JsonReader json = JsonReader.open(bytes, Set.of());
        try {
            json.nextName();
            return json;
        } catch (RejectedException refused) {
            json.close();
            throw refused;
        }
    }

    private static void add(List<String> kinds, boolean isOne, String kind) {
        if (isOne) {
            kinds.add(kind);
        }
    }
}
