package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {

    @Property
    void whatWasEncodedIsRead(@ForAll("pairs") Map<String, String> pairs) throws RejectedException {
        assertThat(read(encoded(pairs))).isEqualTo(pairs);
    }

    @Property(tries = 3000)
    void anyBytesAreReadOrRefused(@ForAll("nearForms") String form) {
        try {
            read(form);
        } catch (RejectedException e) {
            assertThat(e.rejection()).isIn(Rejection.MALFORMED_FORM, Rejection.INVALID_UTF8, Rejection.DUPLICATE_KEY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1|1",
                "a=|''",
                "a|''",
                "a=b=c|b=c",
                "a=1+2|1 2",
                "a=1%2B2|1+2",
                "a=%d0%B9|й",
                "&&a=1&|1",
                "%61=1|1"
            })
    void pairIsDecoded(String form, String value) throws RejectedException {
        assertThat(read(form)).containsExactly(entry("a", value));
    }

    @Test
    void rawUtf8InAQueryIsTakenAsTheBytesItCameIn() throws RejectedException {
        String query = new String("a=й".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(read(query)).containsExactly(entry("a", "й"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%4&b=1", "%=1", "a=%u0041", "a=%00", "a=%-1", "a=\u0000"})
    void badEscapeIsRefused(String form) {
        assertThat(refusal(form)).isEqualTo(Rejection.MALFORMED_FORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%ff", "a=%c0%af", "a=%ed%a0%80", "%e2%82=1", "a=\u00ff"})
    void invalidUtf8IsRefused(String form) {
        assertThat(refusal(form)).isEqualTo(Rejection.INVALID_UTF8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=1", "a=1&b=2&%61=3", "a&a"})
    void nameThatOccursTwiceIsRefused(String form) {
        assertThat(refusal(form)).isEqualTo(Rejection.DUPLICATE_KEY);
    }

    @Test
    void bodyIsReadAsAQueryIs() throws RejectedException {
        FormReader form = FormReader.ofBody("a=й+%26&b".getBytes(StandardCharsets.UTF_8));

        assertThat(form.next()).isTrue();
        assertThat(form.name()).isEqualTo("a");
        assertThat(form.value()).isEqualTo("й &");
        assertThat(form.next()).isTrue();
        assertThat(form.name()).isEqualTo("b");
        assertThat(form.value()).isEmpty();
        assertThat(form.next()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"s, true", "x[s], true", "s[], true", "x[s][y], true", "ss, false", "x[ss], false", "x[], false"})
    void nameCountsInPhpsBracketsToo(String name, boolean expected) throws RejectedException {
        FormReader form = FormReader.ofQuery(name + "=1");
        form.next();

        assertThat(form.names(Set.of("s"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1&b=%4|a bad percent escape in the parameters at byte 6",
                "a=1&b=2&a=3|a parameter occurs twice, the second time at byte 8",
                "a=1&b=%ff|a parameter that is no UTF-8, at byte 6",
                "a=й|no byte in the parameters at byte 2"
            })
    void errorSaysWhere(String form, String expected) {
        assertThatThrownBy(() -> read(form)).hasMessage(expected);
    }

    @Test
    void listInPhpsSpellingMayRepeatItsName() throws RejectedException {
        assertThat(read("a[]=1&a[]=2")).containsExactly(entry("a[]", "2"));
    }

    @ParameterizedTest
    @CsvSource({"256,", "257, TOO_COMPLEX"})
    void pairsAreBounded(int pairs, Rejection expected) {
        String form = IntStream.range(0, pairs).mapToObj(i -> "n" + i + "=1").collect(Collectors.joining("&"));

        assertThat(refusal(form)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"128, 8192,", "129, 1, TOO_COMPLEX", "1, 8193, TOO_COMPLEX"})
    void namesAndValuesAreBounded(int name, int value, Rejection expected) {
        assertThat(refusal("n".repeat(name) + "=" + "v".repeat(value))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<Map<String, String>> pairs() {
        return Arbitraries.maps(text().ofMinLength(1), text()).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> nearForms() {
        return Arbitraries.strings().withChars("ab=&%+4fzF[]\u00e9\u00c3\u00a9").ofMaxLength(24);
    }

    static net.jqwik.api.arbitraries.StringArbitrary text() {
        return Arbitraries.strings().withChars("ab&=%+ [];\"\\/йц\u20ac").ofMaxLength(12);
    }

    static String encoded(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> URLEncoder.encode(pair.getKey(), StandardCharsets.UTF_8)
                        + "="
                        + URLEncoder.encode(pair.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    static Map<String, String> read(String query) throws RejectedException {
        FormReader form = FormReader.ofQuery(query);
        Map<String, String> pairs = new LinkedHashMap<>();
        while (form.next()) {
            pairs.put(form.name(), form.value());
        }
        return pairs;
    }

    private static Rejection refusal(String form) {
        try {
            read(form);
            return null;
        } catch (RejectedException e) {
            return e.rejection();
        }
    }
}
