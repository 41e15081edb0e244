package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which vendor gets which dialect. */
final class VendorsDialectsTest {

    private static final String ONE = "personaclick: [{shop-id: a}]";
    private static final String TWO = ONE + ", pagent: [{api-key: k}]";
    private static final String KEYLESS = ONE + ", pagent: []";

    @Test
    void oneDialectNeedNotBeTold() throws Exception {
        assertThat(dialects("", ONE, "")).containsExactly("personaclick");
    }

    @Test
    void aVendorGetsWhatIsToldAlone() throws Exception {
        assertThat(dialects(", dialects: [pagent]", TWO, "")).containsExactly("pagent");
    }

    @Test
    void anUpstreamsDialectIsTheOneThatAsksIt() throws Exception {
        assertThat(dialects("", ONE, ", upstream: {personaclick: {sink: vendor}}"))
                .containsExactly("personaclick");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                     | two     | sinks.vendor.dialects: missing (expected: which of pagent, personaclick this vendor speaks)
            , dialects: [klingon]  | one     | sinks.vendor.dialects: klingon (expected: some of personaclick, pureclarity, gravityfield, pagent)
            , dialects: [pagent]   | keyless | sections.shop.pagent: no keys (expected: the vendor's own key, for what goes to sink vendor)
            """)
    void whatWouldSendKeysAstrayOrNoneAtAllIsRefused(String sink, String keys, String message) {
        String of = keys.equals("one") ? ONE : keys.equals("two") ? TWO : KEYLESS;

        assertThatThrownBy(() -> dialects(sink, of, "")).hasMessage("weir.yaml: " + message);
    }

    private static Iterable<String> dialects(String sink, String keys, String more) throws Exception {
        String yaml = "sinks: [{name: vendor, type: http, url: 'http://vendor.example'" + sink + "}]\n"
                + "sections: [{name: shop, " + keys + ", sinks: [vendor]" + more + "}]\n";
        WeirConfig config = new ConfigReader(Map.of()).read("weir.yaml", yaml);
        return ((SinkConfig.Http) config.sinks().get(0)).options().dialects();
    }
}
