package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BeaconSpliceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE|''|''",
                "JSON|{\"s\":1,\"a\":[{\"s\":2,\"b\":\"ü\"}]}|{\"a\":[{\"b\":\"ü\"}]}",
                "FORM|a=ü&s=1&x[s]=2|a=ü"
            })
    void secretGoesFromTheQueryAndFromAnyBody(BodyKind kind, String body, String expected) {
        Beacon without = BeaconSplice.without(beacon("b=1&s=2&x[s]=3", kind, body), Set.of("s"));

        assertThat(query(without)).isEqualTo("b=1");
        assertThat(body(without)).isEqualTo(expected);
        assertThat(without.bodyKind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE|b=1&s=2|''|b=1&s=v%26+w|''",
                "JSON|b=1&s=2|{\"s\":1,\"a\":{\"s\":2}}|b=1|{\"a\":{\"s\":2},\"s\":\"v& w\"}",
                "FORM|b=1&s=2|a=ü&s=1|b=1|a=ü&s=v%26+w",
                "JSON|''|{}|''|{\"s\":\"v& w\"}",
                "JSON|x[s]=2|{}|x[s]=2|{\"s\":\"v& w\"}"
            })
    void parameterStandsWhereTheOthersDoAndOnce(
            BodyKind kind, String query, String body, String expectedQuery, String expectedBody) {
        Beacon with = BeaconSplice.with(beacon(query, kind, body), Map.of("s", "v& w"));

        assertThat(query(with)).isEqualTo(expectedQuery);
        assertThat(body(with)).isEqualTo(expectedBody);
        assertThat(with.bodyKind()).isEqualTo(kind);
    }

    @Test
    void parametersStandInTheOrderInWhichTheyAreGiven() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("b", "2");
        parameters.put("a", "1");

        assertThat(query(BeaconSplice.with(beacon("", BodyKind.NONE, ""), parameters)))
                .isEqualTo("b=2&a=1");
        assertThat(body(BeaconSplice.with(beacon("", BodyKind.JSON, "{}"), parameters)))
                .isEqualTo("{\"b\":\"2\",\"a\":\"1\"}");
    }

    @Test
    void beaconThatGetsNoParametersIsLeftAlone() {
        Beacon beacon = beacon("a=1", BodyKind.FORM, "b=2");

        assertThat(BeaconSplice.with(beacon, Map.of())).isSameAs(beacon);
    }

    private static Beacon beacon(String query, BodyKind kind, String body) {
        return new Beacon("POST", "/push", query, kind, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The method and path are those of the request, whatever is cut. */
    private static String query(Beacon beacon) {
        assertThat(beacon.method()).isEqualTo("POST");
        assertThat(beacon.path()).isEqualTo("/push");
        return beacon.query();
    }

    private static String body(Beacon beacon) {
        return new String(beacon.body(), StandardCharsets.UTF_8);
    }
}
