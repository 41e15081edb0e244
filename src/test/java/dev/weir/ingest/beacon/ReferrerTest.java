package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferrerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/?a=1&shop_secret=s",
                "https://shop.example/?shop%5Fsecret=s",
                "https://shop.example/?secretKey=s",
                "https://shop.example/?to=%2Finit%3Fshop_secret%3Ds"
            })
    void onesWithASecretAreNotKept(String referrer) {
        assertThat(Referrer.kept(referrer)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example/secret-sale?secrets=1", "secret", ""})
    void othersAreKeptAsTheyAre(String referrer) {
        assertThat(Referrer.kept(referrer)).isSameAs(referrer);
    }

    @Test
    void noneStaysNone() {
        assertThat(Referrer.kept(null)).isNull();
    }
}
