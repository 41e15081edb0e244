package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Context.Source;
import dev.weir.event.RejectedException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private static final String PRINTED = "{\"from\":\"chain\",\"code\":\"abcdef-0123\"}";

    @Test
    void printedSpellingIsRead() throws RejectedException {
        assertThat(Sources.parse(PRINTED)).isEqualTo(new Source("chain", "abcdef-0123"));
    }

    @Test
    void anyOtherSpellingIsReadAsWell() throws RejectedException {
        assertThat(Sources.parse("{ \"code\" : 7, \"x\":[], \"from\" : \"ch\\u0061in\" }"))
                .isEqualTo(new Source("chain", "7"));
    }

    /** A blank before the text keeps it off the fast path, and means nothing to JSON. */
    @Property(tries = 5000)
    void fastPathAgreesWithTheReader(@ForAll("nearSources") String text) {
        assertThat(outcome(text)).isEqualTo(outcome(" " + text));
    }

    @Provide
    Arbitrary<String> nearSources() {
        Arbitrary<String> part = Arbitraries.of(
                "{\"from\":\"", "\",\"code\":\"", "\"}", "chain", "\"", "\\", "\\u0041", "й", "\n", "", ",\"x\":1}");
        Arbitrary<String> value = part.list().ofMaxSize(2).map(parts -> String.join("", parts));
        return Arbitraries.oneOf(
                part.list().ofMaxSize(7).map(parts -> String.join("", parts)),
                value.flatMap(from -> value.map(code -> "{\"from\":\"" + from + "\",\"code\":\"" + code + "\"}")));
    }

    private static Object outcome(String text) {
        try {
            return String.valueOf(Sources.parse(text));
        } catch (RejectedException e) {
            return e.rejection();
        }
    }
}
