package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.dialect.wire.ReferenceJson.Literal;
import dev.weir.dialect.wire.ReferenceJson.Member;
import dev.weir.dialect.wire.ReferenceJson.Members;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes: what the reader takes is JSON by the letter, and says what it says there; what it refuses it has a reason to. */
final class JsonReaderFuzz {

    static Stream<byte[]> samples() {
        return JsonTestSuite.cases().stream()
                .map(one -> one.within("{\"value\":"))
                .filter(bytes -> bytes.length < 4_000);
    }

    @MethodSource("samples")
    @FuzzTest
    void readerAgreesWithTheLetterOfTheStandard(byte[] bytes) {
        Object reference = ReferenceJson.parse(bytes);
        try (JsonReader json = JsonReader.open(bytes, Set.of())) {
            Object read = object(json, bytes);
            json.end();
            assertThat(read).isEqualTo(reference);
            assertThat(Bounds.of(reference).areKept()).isTrue();
        } catch (RejectedException refused) {
            assertThat(hasReason(refused.rejection(), reference, bytes))
                    .as(refused.rejection() + ": " + refused.getMessage())
                    .isTrue();
        }
    }

    private static boolean hasReason(Rejection why, Object reference, byte[] bytes) {
        if (why == Rejection.INVALID_UTF8) {
            byte[] replaced = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            boolean isOtherEncoding = bytes.length > 0
                    && (new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1).indexOf(0) >= 0
                            || bytes[0] == (byte) 0xEF);
            return isOtherEncoding || !Arrays.equals(replaced, bytes);
        }
        if (why == Rejection.TOO_COMPLEX) {
            // What is malformed behind the bound is not looked at any more.
            return reference == null || !Bounds.of(reference).areFarFromReached();
        }
        if (!(reference instanceof Members)) {
            return why == Rejection.MALFORMED_JSON || why == Rejection.DUPLICATE_KEY;
        }
        Bounds bounds = Bounds.of(reference);
        return why == Rejection.DUPLICATE_KEY ? bounds.hasDuplicate : bounds.hasHalfCharacterOrNul;
    }

    private static Members object(JsonReader json, byte[] bytes) throws RejectedException {
        List<Member> members = new ArrayList<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            members.add(new Member(name, value(json, bytes)));
        }
        return new Members(members);
    }

    private static Object value(JsonReader json, byte[] bytes) throws RejectedException {
        if (json.isObject()) {
            return object(json, bytes);
        }
        if (json.isArray()) {
            List<Object> elements = new ArrayList<>();
            while (json.nextElement()) {
                elements.add(value(json, bytes));
            }
            return elements;
        }
        if (json.isQuoted()) {
            return json.text();
        }
        int start = json.startOffset();
        Literal literal = new Literal(json.isNull() ? "null" : json.text());
        json.skip();
        assertThat(new String(bytes, start, json.endOffset() - start, StandardCharsets.UTF_8))
                .isEqualTo(literal.text());
        return literal;
    }

    /** How large and how odd a value is. */
    private static final class Bounds {
        private int depth;
        private int text;
        private int number;
        private int name;
        private boolean hasDuplicate;
        private boolean hasHalfCharacterOrNul;

        static Bounds of(Object value) {
            Bounds bounds = new Bounds();
            bounds.measure(value, 0);
            return bounds;
        }

        boolean areKept() {
            return depth <= JsonReader.MAX_DEPTH
                    && text <= JsonReader.MAX_TEXT
                    && number <= JsonReader.MAX_NUMBER
                    && name <= JsonReader.MAX_NAME + 3
                    && !hasDuplicate
                    && !hasHalfCharacterOrNul;
        }

        boolean areFarFromReached() {
            return depth <= JsonReader.MAX_DEPTH
                    && text <= JsonReader.MAX_TEXT
                    && number <= JsonReader.MAX_NUMBER
                    && name <= JsonReader.MAX_NAME;
        }

        private void measure(Object value, int open) {
            depth = Math.max(depth, open);
            if (value instanceof Members members) {
                depth = Math.max(depth, open + 1);
                Set<String> names = new HashSet<>();
                for (Member member : members.all()) {
                    name = Math.max(name, member.name().getBytes(StandardCharsets.UTF_8).length);
                    hasDuplicate |= !names.add(member.name());
                    hasHalfCharacterOrNul |= hasHalfCharacter(member.name());
                    measure(member.value(), open + 1);
                }
            } else if (value instanceof List<?> elements) {
                depth = Math.max(depth, open + 1);
                elements.forEach(element -> measure(element, open + 1));
            } else if (value instanceof Literal literal) {
                number = Math.max(number, literal.text().length());
            } else if (value instanceof String string) {
                text = Math.max(text, string.length());
                // Each text is read here; a name may have a NUL.
                hasHalfCharacterOrNul |= hasHalfCharacter(string) || string.indexOf(0) >= 0;
            }
        }

        private static boolean hasHalfCharacter(String string) {
            return !StandardCharsets.UTF_16BE.newEncoder().canEncode(string);
        }
    }
}
