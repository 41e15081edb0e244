package dev.weir.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.tool.send.Vendor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MixTest {

    @Test
    void typesComeAsOftenAsTheirWeightsSay() {
        Mix mix = Mix.parse(Vendor.PERSONACLICK, "view=6,cart=3,remove_from_cart");
        SplittableRandom random = new SplittableRandom(3);
        int views = 0;
        int removals = 0;
        for (int i = 0; i < 100_000; i++) {
            String type = mix.pick(random).type();
            views += type.equals("view") ? 1 : 0;
            removals += type.equals("remove-from-cart") ? 1 : 0;
        }

        assertThat(views / 100_000.0).isCloseTo(0.6, within(0.01));
        assertThat(removals / 100_000.0).isCloseTo(0.1, within(0.01));
    }

    @ParameterizedTest
    @EnumSource
    void everyDialectHasAUsualMix(Vendor vendor) {
        assertThat(Mix.usual(vendor).pick(new SplittableRandom(1)).vendor()).isEqualTo(vendor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "buy=5|buy (expected: one of view, ",
                "view=0|view=0 (expected: a weight of 1 to ",
                "view=x|view=x (expected: a weight of 1 to ",
                "view=1,|(expected: one of view, ",
                "view=99999999|(expected: a weight of 1 to "
            })
    void whatIsWrongIsNamed(String text, String message) {
        assertThatThrownBy(() -> Mix.parse(Vendor.PERSONACLICK, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
