package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void membersAreWalkedInTheirOrder() throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":1,\"b\":{\"c\":[2]},\"d\":\"x\"}"), Set.of())) {
            List<String> names = new ArrayList<>();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                names.add(name);
                json.skip();
            }
            assertThat(names).containsExactly("a", "b", "d");
        }
    }

    @Test
    void nestedValueKeepsItsOwnText() throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"й\":  { \"c\" : [2, \"ц\"] } ,\"d\":1}"), Set.of())) {
            json.nextName();
            assertThat(json.rawJson()).isEqualTo("{ \"c\" : [2, \"ц\"] }");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"c\" : [\"ц\"] }", "[ {}, [1] ]", "{}", "\"ц\\u0446\"", "-1.5e3", "true", "null"})
    void valueStandsBetweenItsOffsets(String value) throws Exception {
        byte[] text = bytes("{\"й\":[  " + value + " ,2]}");
        try (JsonReader json = JsonReader.open(text, Set.of())) {
            json.nextName();
            json.nextElement();
            int start = json.startOffset();
            json.skip();
            assertThat(new String(text, start, json.endOffset() - start, StandardCharsets.UTF_8))
                    .isEqualTo(value);
        }
    }

    @Test
    void cursorStandsAfterANestedValueOnceItsTextIsTaken() throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":[[]],\"d\":1}"), Set.of())) {
            json.nextName();
            json.rawJson();
            assertThat(json.nextName()).isEqualTo("d");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":[1,]}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'1'}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":undefined}",
                "{\"a\":True}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":\"tab\t\"}",
                "{\"a\":1 // comment\n}",
                "{/* comment */\"a\":1}",
                "{\"a\":1 # comment\n}",
                "{\"a\":1]",
                "{\"a\":[1}}",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1},",
                "{\"a\":1}\u0001",
                "[]",
                "\"a\"",
                "1",
                "null",
                "true",
                "",
                "  "
            })
    void malformedJsonIsRefused(String json) {
        assertThat(refusal(bytes(json))).isEqualTo(Rejection.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}",
                "{\"x\":[{\"a\":1,\"a\":2}]}",
                "{\"\":1,\"\":2}"
            })
    void nameThatOccursTwiceIsRefused(String json) {
        assertThat(refusal(bytes(json))).isEqualTo(Rejection.DUPLICATE_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"x\":{\"a\":1},\"y\":{\"a\":1}}",
                "{\"x\":[{\"a\":1},{\"a\":1}]}",
                "{\"x\":{\"b\":{\"a\":1},\"a\":2}}"
            })
    void sameNameInDifferentObjectsIsFine(String json) {
        assertThat(refusal(bytes(json))).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 31, 32, 33, 63, 64, 200})
    void lateDuplicateAmongManyNamesIsRefused(int duplicated) {
        StringBuilder json = new StringBuilder("{\"wide\":{");
        for (int i = 0; i <= 200; i++) {
            json.append("\"n").append(i).append("\":{},");
        }
        json.append("\"n").append(duplicated).append("\":0}}");

        assertThat(refusal(bytes(json.toString()))).isEqualTo(Rejection.DUPLICATE_KEY);
    }

    @Test
    void manyNamesOnceEachAreFineEvenAfterAWideObject() {
        StringBuilder json = new StringBuilder("{");
        for (int object = 0; object < 3; object++) {
            json.append(object == 0 ? "" : ",").append("\"o").append(object).append("\":{");
            for (int i = 0; i < 100; i++) {
                json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":{\"n0\":1}");
            }
            json.append('}');
        }

        assertThat(refusal(bytes(json.append('}').toString()))).isNull();
    }

    /** "Aa" and "BB" have one hash: so has every word of as many letters out of these two. */
    @Test
    void namesOfOneHashAreToldApart() {
        assertThat(refusal(bytes("{\"AaAa\":1,\"BBBB\":2,\"AaBB\":3,\"BBAa\":4}")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"15,", "16, TOO_COMPLEX", "10000, TOO_COMPLEX"})
    void depthIsBounded(int arrays, Rejection expected) {
        String json = "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";

        assertThat(refusal(bytes(json))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"8192,", "8193, TOO_COMPLEX", "100000, TOO_COMPLEX"})
    void textsAreBounded(int length, Rejection expected) {
        assertThat(refusal(bytes("{\"a\":\"" + "x".repeat(length) + "\"}"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"256,", "257, TOO_COMPLEX", "100000, TOO_COMPLEX"})
    void numbersAreBounded(int length, Rejection expected) {
        assertThat(refusal(bytes("{\"a\":" + "9".repeat(length) + "}"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "-, 255, '',",
        "-, 256, '', TOO_COMPLEX",
        "0., 254, '',",
        "0., 255, '', TOO_COMPLEX",
        "-1., 247, e+1234,",
        "-1., 248, e+1234, TOO_COMPLEX"
    })
    void signPointAndExponentCountAsCharactersOfANumber(String before, int nines, String after, Rejection expected) {
        String number = before + "9".repeat(nines) + after;
        assertThat(refusal(bytes("{\"a\":" + number + "}"))).isEqualTo(expected);
        assertThat(refusal(bytes("{\"a\":[[" + number + "]]}"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"128,", "129, TOO_COMPLEX", "132, TOO_COMPLEX", "140, TOO_COMPLEX", "100000, TOO_COMPLEX"})
    void namesAreBounded(int length, Rejection expected) {
        assertThat(refusal(bytes("{\"" + "n".repeat(length) + "\":1}"))).isEqualTo(expected);
    }

    @Test
    void boundsHoldInSkippedValuesToo() {
        assertThat(refusal(bytes("{\"a\":[{\"b\":\"" + "x".repeat(8193) + "\"}]}")))
                .isEqualTo(Rejection.TOO_COMPLEX);
    }

    @Test
    void textOfNestedValueIsBounded() throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":[" + "1,".repeat(5000) + "1]}"), Set.of())) {
            json.nextName();
            RejectedException rejected = catchThrowableOfType(RejectedException.class, json::rawJson);
            assertThat(rejected.rejection()).isEqualTo(Rejection.TOO_COMPLEX);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation byte alone
                "C0AF", // overlong
                "C1BF",
                "E080AF",
                "E09FBF",
                "F08080AF",
                "F08FBFBF",
                "EDA080", // a surrogate
                "EDBFBF",
                "F4908080", // past U+10FFFF
                "F5808080",
                "FF",
                "FE",
                "C3", // cut off by the quote
                "E282",
                "F09F98",
                "E28228"
            })
    void invalidUtf8IsRefused(String hex) {
        assertThat(refusal(concat(bytes("{\"a\":\""), java.util.HexFormat.of().parseHex(hex), bytes("\"}"))))
                .isEqualTo(Rejection.INVALID_UTF8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFF", "\uD800\uDC00", "\uDBFF\uDFFF"})
    void everyCornerOfUtf8IsTaken(String text) throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":\"" + text + "\"}"), Set.of())) {
            json.nextName();
            assertThat(json.text()).isEqualTo(text);
        }
    }

    @Test
    void utf8CutOffByTheEndIsRefused() {
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xE2, (byte) 0x82})).isEqualTo(Rejection.INVALID_UTF8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String charset) {
        assertThat(refusal("{\"a\":1}".getBytes(java.nio.charset.Charset.forName(charset))))
                .isEqualTo(Rejection.INVALID_UTF8);
    }

    @Test
    void byteOrderMarkIsRefused() {
        assertThat(refusal(bytes("\uFEFF{\"a\":1}"))).isEqualTo(Rejection.INVALID_UTF8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "\\ud800x",
                "\\ud800\\n",
                "\\ud800\\ud800\\udc00",
                "\\udc00\\ud800",
                "\\uDBFF"
            })
    void escapedHalfOfAPairIsRefused(String text) {
        assertThat(refusal(bytes("{\"a\":\"" + text + "\"}"))).isEqualTo(Rejection.MALFORMED_JSON);
        assertThat(refusal(bytes("{\"" + text + "\":1}"))).isEqualTo(Rejection.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\\ud83d\\ude00|😀", "\\\\ud800|\\ud800", "\\\\\\\\u0000|\\\\u0000", "\\u0041|A"})
    void harmlessEscapesAreTaken(String escaped, String text) throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":\"" + escaped + "\"}"), Set.of())) {
            json.nextName();
            assertThat(json.text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "x\\u0000y"})
    void escapedNulIsRefusedWhereTheTextIsReadAndPassedOnElsewhere(String text) throws Exception {
        byte[] value = bytes("{\"a\":\"" + text + "\"}");
        try (JsonReader json = JsonReader.open(value, Set.of())) {
            json.nextName();
            assertThat(catchThrowableOfType(RejectedException.class, json::text).rejection())
                    .isEqualTo(Rejection.MALFORMED_JSON);
        }
        try (JsonReader json = JsonReader.open(value, Set.of())) {
            json.nextName();
            assertThat(json.rawJson()).isEqualTo("\"" + text + "\"");
        }
        assertThat(refusal(bytes("{\"" + text + "\":1}"))).isNull();
    }

    @Test
    void rawNulIsRefused() {
        assertThat(refusal(bytes("{\"abc\":\"\u0000\"}"))).isEqualTo(Rejection.MALFORMED_JSON);
    }

    @Test
    void secretIsSeenAtAnyDepthAndInAnySpelling() throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":[{\"b\":{\"s\\u0065cret\":1}}]}"), Set.of("secret"))) {
            json.nextName();
            json.skip();
            assertThat(json.sawSecret()).isTrue();
        }
    }

    @Test
    void valueThatReadsLikeASecretIsNone() throws Exception {
        try (JsonReader json = JsonReader.open(bytes("{\"a\":\"secret\"}"), Set.of("secret"))) {
            json.nextName();
            json.skip();
            assertThat(json.sawSecret()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"canary\":tru}", "{\"canary\":1,\"canary\":2}", "{\"canary\":\"canary", "{\"a\":canary}"})
    void errorNeverRepeatsTheInput(String json) {
        RejectedException rejected = catchThrowableOfType(RejectedException.class, () -> readAll(bytes(json)));

        assertThat(rejected).message().doesNotContain("canary");
    }

    @Test
    void errorSaysWhere() {
        RejectedException rejected =
                catchThrowableOfType(RejectedException.class, () -> readAll(bytes("{\"abc\":1,\"d\":nil}")));

        assertThat(rejected).hasMessage("no valid JSON near byte 14");
    }

    @Test
    void twoThatAreOpenAtOnceDoNotDisturbEachOther() throws Exception {
        try (JsonReader outer = JsonReader.open(bytes("{\"a\":1,\"b\":\"x\"}"), Set.of("b"))) {
            assertThat(outer.nextName()).isEqualTo("a");
            try (JsonReader inner = JsonReader.open(bytes("{\"a\":2,\"c\":[{}]}"), Set.of())) {
                assertThat(inner.nextName()).isEqualTo("a");
                assertThat(inner.text()).isEqualTo("2");
            }
            assertThat(outer.text()).isEqualTo("1");
            assertThat(outer.nextName()).isEqualTo("b");
            assertThat(outer.text()).isEqualTo("x");
            assertThat(outer.nextName()).isNull();
            outer.end();
            assertThat(outer.sawSecret()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":{\"b\":[", "{\"a\":1,\"a\":1}", "{\"s\":1,", "{\"a\":1}x"})
    void oneThatWasRefusedLeavesNothingForTheNext(String json) throws Exception {
        catchThrowableOfType(RejectedException.class, () -> readAll(bytes(json)));

        try (JsonReader next = JsonReader.open(bytes("{\"a\":{\"a\":[]}}"), Set.of("s"))) {
            assertThat(next.nextName()).isEqualTo("a");
            next.skip();
            assertThat(next.nextName()).isNull();
            next.end();
            assertThat(next.sawSecret()).isFalse();
        }
    }

    private static Rejection refusal(byte[] json) {
        try {
            readAll(json);
            return null;
        } catch (RejectedException e) {
            return e.rejection();
        }
    }

    private static void readAll(byte[] bytes) throws RejectedException {
        try (JsonReader json = JsonReader.open(bytes, Set.of())) {
            while (json.nextName() != null) {
                json.skip();
            }
            json.end();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
