package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextInTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"{\\\"key\\\":1}\"}",
                "{\"a\":\"{\\u0022key\\u0022:1}\"}",
                "key\\\"",
                "key\\u0022",
                "key\\\\\\\"",
                "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"key\\\\\\\":1}\\\"}\"}",
                "{\"a\":\"{\\\\u0022key\\\\u0022:1}\"}",
                "[\"x key\\\" y\"]"
            })
    void nameBeforeAnEscapedQuoteIsFound(String json) {
        assertThat(names(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\",
                "key",
                "key\\",
                "\"key\"",
                "ke\\\"",
                "{\"a\":\"key\\n\"}",
                "{\"a\":\"key\\n and more\"}",
                "kex\\\"",
                "key\\u002",
                "key\\u0023 and more"
            })
    void nameOfAnotherKindIsNot(String json) {
        assertThat(names(json)).isFalse();
    }

    private static boolean names(String json) {
        return TextInText.names(json.getBytes(StandardCharsets.UTF_8), "key".getBytes(StandardCharsets.UTF_8));
    }
}
