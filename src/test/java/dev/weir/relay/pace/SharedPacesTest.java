package dev.weir.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedPacesTest {

    private final SharedPaces paces = new SharedPaces(new OwnPaces(() -> 0, null));

    @Test
    void relaysOfOneSinkShareTheTokensOfASection() {
        PaceOptions options = new PaceOptions(10, 2);
        SectionPace one = paces.of("vendor", "shop", options);
        SectionPace other = paces.of("vendor", "shop", options);
        assertThat(one.tryTake(0)).isTrue();
        assertThat(other.tryTake(0)).isTrue();
        assertThat(one.tryTake(0)).isFalse();
        assertThat(other.tryTake(0)).isFalse();
    }

    @Test
    void otherSectionsAndOtherSinksHaveTheirOwn() {
        PaceOptions options = new PaceOptions(10, 1);
        assertThat(paces.of("vendor", "shop", options).tryTake(0)).isTrue();
        assertThat(paces.of("vendor", "club", options).tryTake(0)).isTrue();
        assertThat(paces.of("other", "shop", options).tryTake(0)).isTrue();
    }
}
