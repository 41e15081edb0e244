package dev.weir.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "a\rb",
                "a\nb",
                "\u0007",
                "\b",
                "\u007f",
                "\u009b31m",
                "\u0085",
                "\u2028",
                "\u202e",
                "\u2066",
                "\u200f",
                "\ufeff",
                "\ud800"
            })
    void whatWorksOnATerminalIsAQuestionMark(String hostile) {
        String plain = PlainText.of(hostile);

        assertThat(plain).contains("?").hasSameSizeAs(hostile);
        assertThat(PlainText.of(plain)).isEqualTo(plain);
        assertThat(plain.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
    }

    @Test
    void whatIsSeenStays() {
        assertThat(PlainText.of("Größe 38, 鞋 \ud83d\udc5f é")).isEqualTo("Größe 38, 鞋 \ud83d\udc5f é");
    }

    @Test
    void jsonMeansTheSameAndWorksOnNothing() {
        Map<String, Object> hostile =
                Map.of("a", "\u001b]0;x\u0007 \u009b2J \u007f \u202egpj \u2028 \ud83d\udc5f", "b", List.of("\u0085"));

        for (String json : List.of(JsonTree.line(hostile), JsonTree.page(hostile))) {
            assertThat(json.chars().filter(c -> c != '\n'))
                    .noneMatch(c -> c < ' ' || (c >= 0x7f && c <= 0x9f) || c == 0x202e || c == 0x2028);
            assertThat(JsonTree.parse(json)).isEqualTo(hostile);
        }
    }

    @Test
    void aTablesCellsAreOneLineEach() {
        assertThat(new TextTable("NAME").row("a\n\u001b[31mb").lines()).containsExactly("NAME", "a??[31mb");
    }
}
