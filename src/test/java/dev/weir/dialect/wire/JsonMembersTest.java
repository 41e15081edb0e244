package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{\"m\":\"a\\u00fc\\\"\"}|aü\"|\"a\\u00fc\\\"\"",
                "{\"m\": \"ü\" ,\"n\":1}|ü|\"ü\"",
                "{\"m\": 1.50 }|1.50|1.50",
                "{\"m\":-2e3,\"n\":1}|-2e3|-2e3",
                "{\"m\":true}|true|true",
                "{\"m\":\"\"}|''|none",
                "{\"m\":null}|none|none",
                "{\"m\":{ \"a\":1}}|none|{ \"a\":1}",
                "{\"m\":[ ]}|none|[ ]",
                "{}|none|none"
            })
    void memberIsToldAsTextAndAsJson(String json, String text, String ownJson) {
        JsonMembers members = JsonMembers.of(bytes(json));

        assertThat(members.scalar("m")).isEqualTo(text);
        assertThat(members.json("m")).isEqualTo(ownJson);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "false", "0", "[]", "[ ]", "{}", "{ }", "\"\"", "\" \""})
    void whatHasNothingInItHasNoContent(String value) {
        assertThat(JsonMembers.of(bytes("{\"m\":" + value + "}")).hasContent("m"))
                .isFalse();
        assertThat(JsonMembers.of(bytes("{\"n\":[1]}")).hasContent("m")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0]", "[[]]", "{\"a\":0}", "\"a\""})
    void whatHasSomethingInItHasContent(String value) {
        assertThat(JsonMembers.of(bytes("{\"m\":" + value + "}")).hasContent("m"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"null, true", "[], true", "[ ], true", "[0], false", "{}, false", "'\"\"', false", "false, false"})
    void nullAndAnArrayOfNothingSayNothing(String value, boolean expected) {
        assertThat(JsonMembers.of(bytes("{\"m\":" + value + "}")).saysNothing("m"))
                .isEqualTo(expected);
        assertThat(JsonMembers.of(bytes("{\"n\":[1]}")).saysNothing("m")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{\"m\":\"a\\u00fc\"}|aü",
                "{\"m\":1.50}|1.50",
                "{\"m\":{ \"a\":1}}|{ \"a\":1}",
                "{\"m\":[ ]}|[ ]",
                "{\"m\":\"\"}|none",
                "{\"m\":null}|none",
                "{}|none"
            })
    void memberReadsAsItsTextOrElseAsItsJson(String json, String expected) {
        assertThat(JsonMembers.of(bytes(json)).textOrJson("m")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"m\":1}", "{\"m\":\"[]\"}", "{\"m\":null}"})
    void onlyObjectsAndArraysAreTakenOut(String json) {
        JsonMembers members = JsonMembers.of(bytes(json));

        assertThatThrownBy(() -> members.bytes("m")).hasMessage("no object or array of that name");
    }

    @Test
    void kindsAreTold() {
        JsonMembers members = JsonMembers.of(bytes("{\"o\":{},\"t\":\"x\",\"n\":1}"));

        assertThat(members.names()).containsExactly("o", "t", "n");
        assertThat(members.isObject("o")).isTrue();
        assertThat(members.isObject("t")).isFalse();
        assertThat(members.isObject("none")).isFalse();
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
