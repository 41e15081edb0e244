package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JunkIdsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "undefined",
                "Undefined",
                "null",
                "NULL",
                "[object Object]",
                "NaN",
                "nan",
                "none",
                "None",
                "nil",
                "(null)",
                "<nil>",
                "0",
                "true",
                "false",
                "FALSE",
                "unknown",
                "00000000-0000-0000-0000-000000000000",
                "9774d56d682e549c",
                "02:00:00:00:00:00"
            })
    void wordsForNothingAreJunk(String word) {
        assertThat(JunkIds.isJunk(word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two words",
                "tab\there",
                "line\nbreak",
                "cr\rhere",
                "nul\u0000",
                "del\u007f",
                "a\"b",
                "a'b",
                "a`b",
                "a,b",
                "a;b",
                "a\\b",
                "a<b",
                "a>b",
                "\u0434\u0438\u0434",
                "caf\u00e9",
                "\ud83d\ude00",
                " padded "
            })
    void whatCouldDoHarmElsewhereIsJunk(String text) {
        assertThat(JunkIds.isJunk(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kHnD2b4QxZ",
                "1",
                "100500",
                "nullable",
                "trueish",
                "5f9d88c1e4b0a1a2b3c4d5e6",
                "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
                "-Jx_9dQ2bGZkQm1hc2Rm0w",
                "a.b:c/d=e+f@g|h!i~j"
            })
    void idsOfRealClientsAreNot(String id) {
        assertThat(JunkIds.isJunk(id)).isFalse();
    }

    @Test
    void theLongestIdHas128Characters() {
        assertThat(JunkIds.isJunk("a".repeat(128))).isFalse();
        assertThat(JunkIds.isJunk("a".repeat(129))).isTrue();
    }
}
