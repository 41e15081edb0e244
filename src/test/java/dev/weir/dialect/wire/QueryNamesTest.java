package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryNamesTest {

    private static final Set<String> NAMES = Set.of("shop_secret");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop_secret=x",
                "a=1&shop_secret=x",
                "shop_secret",
                "shop_secret=",
                "shop%5Fsecret=x",
                "shop%5fsecret=x&a=%zz",
                "%73hop_secret=x",
                "a[shop_secret]=x",
                "a%5Bshop_secret%5D=x",
                "shop_secret[]=x",
                "&&shop_secret=x"
            })
    void aPairOfThatNameIsFoundHoweverItIsWritten(String query) {
        assertThat(QueryNames.hold(query, NAMES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "=",
                "%",
                "a=shop_secret",
                "a=b&shop_secretx=1",
                "xshop_secret=1",
                "a=1;shop_secret=x",
                "shop%secret=%",
                "%5=1",
                "SHOP_SECRET=x"
            })
    void noOtherIs(String query) {
        assertThat(QueryNames.hold(query, NAMES)).isFalse();
    }
}
