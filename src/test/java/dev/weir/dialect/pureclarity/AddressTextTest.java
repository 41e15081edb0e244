package dev.weir.dialect.pureclarity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "208.67.222.222",
                "255.255.255.255",
                "::",
                "::1",
                "2001:db8::",
                "2001:DB8::7",
                "1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "::ffff:203.0.113.7",
                "1:2:3:4:5:6:203.0.113.7"
            })
    void addressIsOne(String text) {
        assertThat(AddressText.isAddress(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                "1..3.4",
                "256.1.1.1",
                "0001.1.1.1",
                " 1.2.3.4",
                "1.2.3.4, 5.6.7.8",
                "1.2.3.4:80",
                "-1.2.3.4",
                ":",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                "12345::",
                "g::1",
                "fe80::1%eth0",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "\u0661.2.3.4",
                "\uff11::1"
            })
    void otherTextIsNone(String text) {
        assertThat(AddressText.isAddress(text)).isFalse();
    }
}
