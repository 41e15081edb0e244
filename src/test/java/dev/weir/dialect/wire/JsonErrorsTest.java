package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to somebody whose JSON is refused: where it is, for he has the text and we do not repeat it. */
final class JsonErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,}|7",
                "{,}|1",
                "{a:1}|1",
                "{\"a\" 1}|5",
                "{ \"a\" : 1 ]|10",
                "{\"a\":[1}}|7",
                "{\"a\":[1,]}|8",
                "{\"a\":[1 2]}|8",
                "{\"a\":tru}|8",
                "{\"a\":nil}|6",
                "{\"a\":+1}|5",
                "{\"a\":-x}|6",
                "{\"a\":01}|6",
                "{\"a\":1.x}|7",
                "{\"a\":1e+x}|8",
                "{\"a\":1E-}|8",
                "{\"a\":\"b\\x\"}|7",
                "{\"a\":\"\\u12g4\"}|6",
                "{\"a\":\"b\u0001\"}|7",
                "{\"a\u001f\":1}|3"
            })
    void whatIsNoJsonIsSaidToBeWhereItIs(String json, int at) {
        assertThatThrownBy(() -> readAll(json)).hasMessage("no valid JSON near byte " + at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":[",
                "{\"a\":[1",
                "{\"a\":t",
                "{\"a\":fals",
                "{\"a\":-",
                "{\"a\":1.",
                "{\"a\":1e",
                "{\"a\":1e+",
                "{\"a\":1,",
                "{\"a\":\"b",
                "{\"a\":{\"b\":1}"
            })
    void whatEndsEarlyIsSaidToEndWhereItDoes(String json) {
        assertThatThrownBy(() -> readAll(json)).hasMessage("the JSON ends early, at byte " + json.length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} x|more after the end of the JSON object, near byte 8",
                "[]|the JSON is no object (expected: {...} with the parameters)",
                "{\"a\":1,\"b\":{\"a\":1},\"a\":2}|a name occurs twice in a JSON object, near byte 19",
                "{\"a\":\"b\\ud800\"}|half of an escaped surrogate pair at byte 7",
                "{\"a\":\"\\udc00\"}|half of an escaped surrogate pair at byte 6",
                "{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}|JSON beyond a bound near byte 20 (expected: at most 16"
                        + " levels, 8192 characters a text, 256 a number, 128 a name)"
            })
    void errorSaysWhatAndWhere(String json, String expected) {
        assertThatThrownBy(() -> readAll(json)).hasMessage(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "7b2261ff, no UTF-8 at byte 3",
        "7b226162636465666768e0, no UTF-8 at byte 10",
        "7b2200, 'a zero byte at byte 2, as in UTF-16 (expected: UTF-8)'",
        "efbbbf7b7d, a byte order mark at byte 0 (expected: UTF-8 without one)",
        "efbb7b7d, no UTF-8 at byte 0"
    })
    void bytesThatAreNoTextAreSaidToBeWhereTheyAre(String hex, String expected) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> JsonReader.open(bytes, Set.of())).hasMessage(expected);
    }

    @Test
    void nulIsSaidToBeInTheTextThatBeginsThere() throws RejectedException {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":\"b\",\"c\": \"d\\u0000\"}"), Set.of())) {
            json.nextName();
            json.nextName();
            assertThatThrownBy(json::text).hasMessage("an escaped NUL in a text that is read, near byte 14");
            assertThatThrownBy(json::word).hasMessage("an escaped NUL in a text that is read, near byte 14");
        }
    }

    private static void readAll(String text) throws RejectedException {
        try (JsonReader json = JsonReader.open(bytes(text), Set.of())) {
            while (json.nextName() != null) {
                json.skip();
            }
            json.end();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
