package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSpliceTest {

    private static final Set<String> SECRET = Set.of("s");

    /** A whole object, and the same without the members named s: both printed by the generator, so neither is our splice's work. */
    private record Cut(String whole, String without) {}

    /** One member, as it is printed in the one and the other; {@code name} is as meant, not as spelled. */
    private record Member(String name, Cut text) {}

    @Property
    void cutObjectIsTheObjectPrintedWithoutTheMember(@ForAll("objects") Cut cut) {
        assertThat(without(cut.whole(), SECRET)).isEqualTo(cut.without());
    }

    @Property
    void cutObjectIsValid(@ForAll("objects") Cut cut) throws RejectedException {
        assertThat(topLevel(without(cut.whole(), SECRET))).doesNotContainKey("s");
    }

    @Property
    void objectWithoutTheNameStaysByteForByte(@ForAll("objects") Cut cut) {
        assertThat(without(cut.whole(), Set.of("none of these"))).isEqualTo(cut.whole());
    }

    @Property
    void memberPutInReplacesItsNamesakeAndNothingElse(@ForAll("objects") Cut cut, @ForAll("value") String value)
            throws RejectedException {
        Map<String, String> expected = topLevel(cut.whole());
        expected.put("s", value);

        assertThat(topLevel(with(cut.whole(), Map.of("s", value)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"s\":1}|{}",
                "{ \"s\" : 1 }|{}",
                "{\"s\":1,\"a\":2}|{\"a\":2}",
                "{\"a\":2,\"s\":1}|{\"a\":2}",
                "{\"a\":2, \"s\":1 , \"b\":3}|{\"a\":2, \"b\":3}",
                "{\"s\":{\"a\":[1,{\"b\":\"}\"}]},\"a\":2}|{\"a\":2}",
                "{\"\\u0073\":1,\"a\":2}|{\"a\":2}",
                "{\"a\":\"s\",\"b\":\"\\\"s\\\":1\"}|{\"a\":\"s\",\"b\":\"\\\"s\\\":1\"}",
                "{\"a\":[{\"s\":1},{\"b\":[{\"s\":2,\"c\":3}]}]}|{\"a\":[{},{\"b\":[{\"c\":3}]}]}",
                "{\"a\":\"\\\\\",\"s\":1}|{\"a\":\"\\\\\"}",
                "{\"ss\":1}|{\"ss\":1}",
                "' {\"s\":1,\"a\":2} '|' {\"a\":2} '"
            })
    void memberGoesWithOneComma(String json, String expected) {
        assertThat(without(json, SECRET)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{\"s\":\"v\"}",
                "{\"a\":1}|{\"a\":1,\"s\":\"v\"}",
                "{\"s\":0}|{\"s\":\"v\"}",
                "{\"s\":0,\"a\":1}|{\"a\":1,\"s\":\"v\"}",
                "{\"a\":{\"s\":0}}|{\"a\":{\"s\":0},\"s\":\"v\"}",
                "' {\"a\":1} '|' {\"a\":1,\"s\":\"v\"} '"
            })
    void memberIsPutInLast(String json, String expected) {
        assertThat(with(json, Map.of("s", "v"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{\"s\":-7}",
                "{\"a\":1}|{\"a\":1,\"s\":-7}",
                "{\"s\":\"0\",\"a\":{\"s\":0}}|{\"a\":{\"s\":0},\"s\":-7}"
            })
    void numberIsPutInLast(String json, String expected) {
        byte[] with = JsonSplice.with(json.getBytes(StandardCharsets.UTF_8), "s", -7);

        assertThat(new String(with, StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Cut> objects() {
        return object(Arbitraries.lazy(() -> Arbitraries.oneOf(scalar(), scalar(), array(scalar()), object(scalar()))));
    }

    @Provide
    Arbitrary<String> value() {
        return Arbitraries.strings().withChars("as\"\\\n\u0001й{},:[]").ofMaxLength(6);
    }

    private static Arbitrary<Cut> object(Arbitrary<Cut> value) {
        Arbitrary<Member> member = Combinators.combine(name(), value, blank(), blank(), blank(), blank())
                .as((name, cut, a, b, c, d) -> new Member(
                        name.equals("\"\\u0073\"") ? "s" : name.substring(1, name.length() - 1),
                        new Cut(a + name + b + ":" + c + cut.whole() + d, a + name + b + ":" + c + cut.without() + d)));
        return member.list().ofMaxSize(5).uniqueElements(Member::name).map(members -> {
            StringBuilder whole = new StringBuilder("{");
            StringBuilder without = new StringBuilder("{");
            for (Member each : members) {
                whole.append(whole.length() == 1 ? "" : ",").append(each.text().whole());
                if (!each.name().equals("s")) {
                    without.append(without.length() == 1 ? "" : ",")
                            .append(each.text().without());
                }
            }
            return new Cut(whole.append('}').toString(), without.append('}').toString());
        });
    }

    private static Arbitrary<Cut> array(Arbitrary<Cut> value) {
        return Arbitraries.oneOf(value, object(value)).list().ofMaxSize(3).map(elements -> {
            StringBuilder whole = new StringBuilder("[ ");
            StringBuilder without = new StringBuilder("[ ");
            for (Cut each : elements) {
                whole.append(whole.length() == 2 ? "" : " ,").append(each.whole());
                without.append(without.length() == 2 ? "" : " ,").append(each.without());
            }
            return new Cut(whole.append(']').toString(), without.append(']').toString());
        });
    }

    private static Arbitrary<Cut> scalar() {
        return Arbitraries.of(
                        "1", "-2.5e3", "true", "null", "\"\"", "\"s\"", "\"}\"", "\"\\\"\"", "\"\\\\\"", "\"й,:]\"")
                .map(text -> new Cut(text, text));
    }

    private static Arbitrary<String> name() {
        return Arbitraries.of("\"s\"", "\"\\u0073\"", "\"a\"", "\"b\"", "\"ss\"", "\"\"", "\"й\"", "\"\\\"s\"");
    }

    private static Arbitrary<String> blank() {
        return Arbitraries.of("", "", " ", "\n\t");
    }

    private static String without(String json, Set<String> names) {
        return new String(JsonSplice.without(json.getBytes(StandardCharsets.UTF_8), names), StandardCharsets.UTF_8);
    }

    private static String with(String json, Map<String, String> members) {
        return new String(JsonSplice.with(json.getBytes(StandardCharsets.UTF_8), members), StandardCharsets.UTF_8);
    }

    /** The members as another reader than the splice sees them; nested ones as their text. */
    private static Map<String, String> topLevel(String text) throws RejectedException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonReader json = JsonReader.open(text.getBytes(StandardCharsets.UTF_8), Set.of())) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                members.put(name, json.isNested() ? json.rawJson() : json.text());
            }
            json.end();
        }
        return members;
    }
}
