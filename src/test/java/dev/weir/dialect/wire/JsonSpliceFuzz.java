package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.dialect.wire.ReferenceJson.Member;
import dev.weir.dialect.wire.ReferenceJson.Members;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What is cut out of accepted JSON, and put in, and what is not touched, told by a reader that knows nothing of splices. */
final class JsonSpliceFuzz {

    private static final String CUT = "a";
    private static final String LIST = "items";

    static Stream<byte[]> samples() {
        return Stream.of(
                        "{}",
                        " { \"a\" : 1 } ",
                        "{\"b\":{\"a\":[1,{\"a\":2}],\"c\":3},\"\\u0061\":\"\\\"\"}",
                        "{\"items\":[ {\"a\":1} , \"]\" ,[],{}],\"x\":-0.0e+1}",
                        "{\"items\":[],\"a\":null}",
                        "{\"x\":\"\\\\\",\"a\":\"\\\\\\\"\",\"y\":[\"}\"]}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void spliceChangesWhatItIsToldAndNothingElse(byte[] json) {
        if (!isAccepted(json)) {
            return;
        }
        Members before = (Members) ReferenceJson.parse(json);

        assertThat(ReferenceJson.parse(JsonSplice.without(json, Set.of(CUT)))).isEqualTo(without(before));
        assertThat(ReferenceJson.parse(JsonSplice.with(json, Map.of(CUT, "\"\\\u0001"))))
                .isEqualTo(with(before));
        assertThat(JsonSplice.without(json, Set.of())).isEqualTo(json);
        checkMembers(json, before);
        checkElements(json, before);
    }

    private static void checkMembers(byte[] json, Members before) {
        JsonMembers members = JsonMembers.of(json);
        assertThat(members).isNotNull();
        assertThat(members.names()).containsExactlyElementsOf(names(before));
        for (Member member : before.all()) {
            if (members.isText(member.name())) {
                assertThat(members.scalar(member.name())).isEqualTo(member.value());
            } else if (members.json(member.name()) != null) {
                byte[] own = members.json(member.name()).getBytes(StandardCharsets.UTF_8);
                assertThat(ReferenceJson.parse(own)).isEqualTo(member.value());
            }
        }
    }

    private static void checkElements(byte[] json, Members before) {
        ElementSplice splice = ElementSplice.of(json, LIST, Set.of(CUT), "\"last\":1");
        List<byte[]> own = new ArrayList<>();
        for (int i = 0; i < splice.size(); i++) {
            Object alone = ReferenceJson.parse(splice.alone(i));
            Object element = ReferenceJson.parse(splice.element(i));
            assertThat(alone).isInstanceOf(Members.class);
            assertThat(valueOf((Members) alone, LIST)).isEqualTo(List.of(element));
            own.add(splice.element(i));
        }
        if (splice.size() > 0) {
            Members whole = (Members) ReferenceJson.parse(splice.holding(own));
            assertThat(valueOf(whole, LIST)).isEqualTo(valueOf(before, LIST));
            assertThat(names(whole)).endsWith("last").doesNotContain(CUT);
        }
    }

    private static Object valueOf(Members members, String name) {
        return members.all().stream()
                .filter(member -> member.name().equals(name))
                .map(Member::value)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Members members) {
        return members.all().stream().map(Member::name).toList();
    }

    /** At every depth. */
    private static Object without(Object value) {
        if (value instanceof Members members) {
            return new Members(members.all().stream()
                    .filter(member -> !member.name().equals(CUT))
                    .map(member -> new Member(member.name(), without(member.value())))
                    .toList());
        }
        return value instanceof List<?> elements
                ? elements.stream().map(JsonSpliceFuzz::without).toList()
                : value;
    }

    /** At top level. */
    private static Members with(Members before) {
        List<Member> members = new ArrayList<>(before.all());
        members.removeIf(member -> member.name().equals(CUT));
        members.add(new Member(CUT, "\"\\\u0001"));
        return new Members(members);
    }

    private static boolean isAccepted(byte[] bytes) {
        try (JsonReader json = JsonReader.open(bytes, Set.of())) {
            while (json.nextName() != null) {
                json.skip();
            }
            json.end();
            return true;
        } catch (RejectedException refused) {
            return false;
        }
    }
}
