package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonMembersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "{",
                "{\"a\":1",
                "{\"a\":[1}",
                "{\"a\":[1",
                "{\"a\":01}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{'a':1}",
                "{}{}",
                "{}x",
                "{\"a\":NaN}"
            })
    void whatIsNoObjectHasNoMembers(String json) {
        assertThat(JsonMembers.of(bytes(json))).isNull();
    }

    @Test
    void whatIsNoUtf8HasNoMembers() {
        assertThat(JsonMembers.of("{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"m\":{ \"a\" : [1,{}] } }|{ \"a\" : [1,{}] }",
                "{ \"é\":\"ü\", \"m\" : [ \"ü\" , 1.50 ], \"n\":1}|[ \"ü\" , 1.50 ]",
                "{\"m\":[]}|[]",
                "{\"\\u006d\":{}}|{}",
                "{\"m\":{\"a\":1},\"m\":{\"b\":2}}|{\"b\":2}"
            })
    void memberIsAsItWasWritten(String json, String expected) {
        assertThat(JsonMembers.of(bytes(json)).text("m")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"m\":[]}|true",
                "{\"m\":[\"a\",\"\"]}|true",
                "{\"m\":[\"a\",1]}|false",
                "{\"m\":[[\"a\"]]}|false",
                "{\"m\":[{}]}|false",
                "{\"m\":[null]}|false",
                "{\"m\":\"a\"}|false",
                "{\"m\":null}|false",
                "{}|false"
            })
    void textsAreNothingButTexts(String json, boolean expected) {
        assertThat(JsonMembers.of(bytes(json)).isTexts("m")).isEqualTo(expected);
    }

    @Test
    void kindsAreTold() {
        JsonMembers members = JsonMembers.of(bytes("{\"o\":{},\"t\":\"x\",\"n\":1}"));

        assertThat(members.names()).containsExactly("o", "t", "n");
        assertThat(members.isObject("o")).isTrue();
        assertThat(members.isObject("t")).isFalse();
        assertThat(members.isText("t")).isTrue();
        assertThat(members.isText("n")).isFalse();
        assertThat(members.isText("none")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void depthIsBounded(int levels, boolean expected) {
        String json = "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";

        assertThat(JsonMembers.of(bytes(json)) != null).isEqualTo(expected);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
