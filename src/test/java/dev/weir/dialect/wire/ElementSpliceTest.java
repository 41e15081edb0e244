package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementSpliceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"e\":[1]}|{\"e\":[1]}",
                "{\"e\":[1,\"2\",{\"a\":[3]}]}|{\"e\":[1]} {\"e\":[\"2\"]} {\"e\":[{\"a\":[3]}]}",
                "{\"a\":0,\"e\":[1,2],\"b\":0}|{\"a\":0,\"e\":[1],\"b\":0} {\"a\":0,\"e\":[2],\"b\":0}",
                "{\"\\u0065\":[1,2]}|{\"\\u0065\":[1]} {\"\\u0065\":[2]}",
                "{\"e\":[\"]\",\"\\\\\",\"\\\"]\"]}|{\"e\":[\"]\"]} {\"e\":[\"\\\\\"]} {\"e\":[\"\\\"]\"]}",
                "{\"a\":{\"e\":[9]},\"e\":[1]}|{\"a\":{\"e\":[9]},\"e\":[1]}",
                "{\"c\":0,\"e\":[1]}|{\"e\":[1]}",
                "{\"e\":[1],\"c\":[{\"x\":\"}\"}]}|{\"e\":[1]}",
                "{\"c\":0,\"e\":[1],\"d\":true,\"b\":0}|{\"e\":[1],\"b\":0}",
                "{\"a\":{\"c\":0},\"e\":[{\"c\":0}]}|{\"a\":{\"c\":0},\"e\":[{\"c\":0}]}"
            })
    void eachElementStandsAlone(String json, String expected) {
        assertThat(alone(ElementSplice.of(bytes(json), "e", Set.of("c", "d"), "")))
                .containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"e\":[1]}|{\"e\":[1],\"z\":[]}",
                "{\"e\":[1],\"c\":0}|{\"e\":[1],\"z\":[]}",
                "{\"c\":0,\"e\":[1]}|{\"e\":[1],\"z\":[]}"
            })
    void lastMemberComesBehindAllOthers(String json, String expected) {
        assertThat(alone(ElementSplice.of(bytes(json), "e", Set.of("c"), "\"z\":[]")))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " { } ",
                "{\"e\":[]}",
                "{\"e\":[ ]}",
                "{\"e\":null}",
                "{\"e\":{}}",
                "{\"a\":[1]}",
                "{\"a\":{\"e\":[1]}}"
            })
    void whatHasNoElementsHasNoObjects(String json) {
        assertThat(ElementSplice.of(bytes(json), "e", Set.of(), "").size()).isZero();
    }

    @Property
    void objectHoldsTheElementsThatItIsGiven(
            @ForAll("values") List<String> values,
            @ForAll("values") List<String> others,
            @ForAll("blanks") String blank) {
        String before = blank + "{" + blank + "\"a\":[0]," + blank + "\"e\":[";
        String after = "]" + blank + "}" + blank;
        ElementSplice splice = ElementSplice.of(bytes(before + String.join(",", values) + after), "e", Set.of(), "");

        byte[] holding =
                splice.holding(others.stream().map(ElementSpliceTest::bytes).toList());

        assertThat(text(holding)).isEqualTo(before + String.join(",", others) + after);
        assertThat(ElementSplice.of(holding, "e", Set.of(), "").frame()).isEqualTo(splice.frame());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"e\":[1]}|{\"a\":1,\"e\":[2,3]}|true",
                "{\"a\":1,\"e\":[1]}|{\"a\":2,\"e\":[1]}|false",
                "{\"a\":1,\"e\":[1]}|{\"e\":[1],\"a\":1}|false",
                "{\"a\":1,\"e\":[1]}|{\"a\":1, \"e\":[1]}|false",
                "{\"e\":[1],\"x\":[]}|{\"x\":[],\"e\":[1]}|false"
            })
    void framesAreEqualWhereNothingButElementsDiffers(String one, String another, boolean expected) {
        ElementSplice.Frame frame =
                ElementSplice.of(bytes(one), "e", Set.of(), "").frame();
        ElementSplice.Frame other =
                ElementSplice.of(bytes(another), "e", Set.of(), "").frame();

        assertThat(frame.equals(other)).isEqualTo(expected);
        assertThat(frame.hashCode() == other.hashCode()).isEqualTo(expected);
    }

    @Test
    void frameIsWhatStandsAroundAnElement() {
        ElementSplice splice =
                ElementSplice.of(bytes("{\"a\":1, \"c\":0,\"e\":[ 10, 2 ] }"), "e", Set.of("c"), "\"z\":2");

        assertThat(alone(splice)).containsExactly("{\"a\":1,\"e\":[10] ,\"z\":2}", "{\"a\":1,\"e\":[2] ,\"z\":2}");
        assertThat(splice.frameSize()).isEqualTo("{\"a\":1,\"e\":[] ,\"z\":2}".length());
        assertThat(splice.frame()).isNotEqualTo("{\"a\":1}");
    }

    @Property
    void elementsAndTheirFrameAreAsTheyWerePrinted(
            @ForAll("values") List<String> values, @ForAll("blanks") String blank) throws RejectedException {
        String elements = String.join(blank + "," + blank, values);
        String json = blank + "{" + blank + "\"a\"" + blank + ":" + blank + "{\"e\":[0]}" + blank + "," + blank
                + "\"e\":[" + blank + elements + blank + "]" + blank + "}" + blank;
        JsonReader.open(bytes(json), Set.of()).close();

        ElementSplice splice = ElementSplice.of(bytes(json), "e", Set.of(), "");

        List<String> found = new ArrayList<>();
        for (int i = 0; i < splice.size(); i++) {
            found.add(text(splice.element(i)));
            assertThat(text(splice.alone(i)))
                    .isEqualTo(json.replace("\"e\":[" + blank + elements + blank, "\"e\":[" + values.get(i)));
        }
        assertThat(found).isEqualTo(values);
    }

    @Provide
    Arbitrary<List<String>> values() {
        return Arbitraries.of(
                        "1",
                        "-2.5e3",
                        "true",
                        "null",
                        "\"\"",
                        "\"a,b]}\"",
                        "\"\\\"\\\\\"",
                        "\"ü\"",
                        "[]",
                        "[[1],{}]",
                        "{}",
                        "{\"x\":[{\"y\":\"]\"}],\"z\":\"{\"}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of("", " ", "\n\t\r ");
    }

    private static List<String> alone(ElementSplice splice) {
        List<String> alone = new ArrayList<>();
        for (int i = 0; i < splice.size(); i++) {
            alone.add(text(splice.alone(i)));
        }
        return alone;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
