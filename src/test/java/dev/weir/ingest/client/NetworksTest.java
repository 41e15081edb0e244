package dev.weir.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, ::10.1.2.3, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 203.0.113.9, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8:0:0:8000::/65, 2001:db8::8000:0:0:1, true",
        "2001:db8:0:0:8000::/65, 2001:db8::1, false",
        "::ffff:10.0.0.0/104, 10.1.2.3, true"
    })
    void anAddressIsInTheNetworkWhoseBitsItHas(String network, String address, boolean isIn) {
        assertThat(Networks.of(List.of(network)).contains(IpAddress.parse(address)))
                .isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/a",
                "2001:db8::/129",
                "any",
                "/8"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Networks.of(List.of(text)))
                .withMessageStartingWith(text + " (expected: an address or a network");
    }

    @Test
    void theirNumberIsBounded() {
        List<String> many = Collections.nCopies(Networks.MAX + 1, "10.0.0.0/8");

        assertThatIllegalArgumentException().isThrownBy(() -> Networks.of(many));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLOUDFLARE", "FASTLY"})
    void whatIsBuiltInIsNetworks(Preset preset) {
        assertThat(preset.networks()).hasSizeGreaterThan(20);
        assertThat(Networks.of(preset.networks()).isEmpty()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotBuiltInIsSaidToBeMissing(Preset preset) {
        boolean isThere = Preset.class.getResource(preset.name().toLowerCase(java.util.Locale.ROOT) + ".txt") != null;

        assertThat(preset.hasNetworks()).isEqualTo(isThere);
    }
}
