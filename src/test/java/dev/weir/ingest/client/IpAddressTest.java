package dev.weir.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.43, 192.0.2.43",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::ffff:192.0.2.43, 192.0.2.43",
        "::ffff:c000:022b, 192.0.2.43",
        "::1.2.3.4, ::102:304",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8::1:2:3:4:5, 2001:db8:0:1:2:3:4:5",
        "0:0:0:0:0:0:0:1, ::1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void anAddressIsWrittenAsRfc5952HasIt(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "1..2.3",
                "1.2.3.4.",
                "0x1.2.3.4",
                "localhost",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "g::",
                ":1",
                "1:",
                "fe80::1%eth0",
                "::1.2.3",
                "1:2:3:4:5:6:7:1.2.3.4",
                "[::1]",
                "\u0661.2.3.4",
                "::ffff:1.2.3.4:5",
                "unknown",
                "_gazonk",
                "0000:0000:0000:0000:0000:ffff:192.168.100.2281"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Property
    void javaReadsWhatIsWritten(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        IpAddress address = IpAddress.ofSocket(InetAddress.getByAddress(bytes).getHostAddress());

        assertThat(address).isNotNull();
        assertThat(InetAddress.getByName(address.toString())).isEqualTo(InetAddress.getByAddress(bytes));
        assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.43, 192.0.2.0",
        "::ffff:192.0.2.43, 192.0.2.0",
        "2001:db8:85a3:8d3:1319:8a2e:370:7348, 2001:db8:85a3::",
        "2001:db8::1, 2001:db8::"
    })
    void aTruncatedAddressHasZerosBehindItsNetwork(String text, String truncated) {
        assertThat(IpAddress.parse(text).truncated()).hasToString(truncated);
    }

    @ParameterizedTest
    @CsvSource({"fe80:0:0:0:1:2:3:4%eth0, fe80::1:2:3:4", "127.0.0.1, 127.0.0.1"})
    void theInterfaceOfASocketIsNoPartOfItsAddress(String text, String address) {
        assertThat(IpAddress.ofSocket(text)).hasToString(address);
    }

    @Test
    void aNetworkSaysHowLongItIs() {
        assertThat(IpAddress.parse("203.0.113.77").network()).isEqualTo("203.0.113.0/24");
        assertThat(IpAddress.parse("::ffff:203.0.113.77").network()).isEqualTo("203.0.113.0/24");
        assertThat(IpAddress.parse("2001:db8:1:2::3").network()).isEqualTo("2001:db8:1::/48");
    }
}
