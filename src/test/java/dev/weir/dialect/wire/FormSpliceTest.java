package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.RejectedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormSpliceTest {

    @Property
    void cutPairIsGoneAndAllOthersStay(@ForAll("pairs") Map<String, String> pairs, @ForAll("name") String name)
            throws RejectedException {
        Map<String, String> others = new LinkedHashMap<>(pairs);
        others.remove(name);

        assertThat(FormReaderTest.read(FormSplice.without(FormReaderTest.encoded(pairs), Set.of(name))))
                .isEqualTo(others);
    }

    @Property
    void pairPutInReplacesItsNamesake(
            @ForAll("pairs") Map<String, String> pairs, @ForAll("name") String name, @ForAll("name") String value)
            throws RejectedException {
        Map<String, String> expected = new LinkedHashMap<>(pairs);
        expected.put(name, value);

        assertThat(FormReaderTest.read(FormSplice.with(FormReaderTest.encoded(pairs), Map.of(name, value))))
                .isEqualTo(expected);
    }

    @Property
    void formWithoutTheNameStaysAsItWas(@ForAll("pairs") Map<String, String> pairs) {
        String form = FormReaderTest.encoded(pairs);

        assertThat(FormSplice.without(form, Set.of("none of these"))).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "s=1, ''",
                "s, ''",
                "a=1&s=2&b=3, a=1&b=3",
                "s=2&a=%7e+x, a=%7e+x",
                "a=1&s=2, a=1",
                "%73=2&a=1, a=1",
                "a=1&&b=2, a=1&&b=2",
                "a=s&b=1, a=s&b=1",
                "x[s]=1&a=1, a=1",
                "s[]=1&s[a]=2&a=1, a=1",
                "x%5Bs%5D=1&a=1, a=1",
                "ss=1, ss=1"
            })
    void everyOtherCharacterStays(String form, String expected) {
        assertThat(FormSplice.without(form, Set.of("s"))).isEqualTo(expected);
    }

    @Test
    void namesakeInBracketsIsAnotherParameter() {
        assertThat(FormSplice.with("x[s]=1&s=2", Map.of("s", "3"))).isEqualTo("x[s]=1&s=3");
    }

    @Provide
    Arbitrary<Map<String, String>> pairs() {
        return Arbitraries.maps(name(), FormReaderTest.text()).ofMaxSize(8);
    }

    /** Without brackets: those belong to several names at once. */
    @Provide
    Arbitrary<String> name() {
        return Arbitraries.strings().withChars("ab&=% й").ofMinLength(1).ofMaxLength(3);
    }
}
