package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.connection.OpenConnections.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class OpenConnectionsTest {

    private final OpenConnections open = new OpenConnections(5, 2, OpenConnectionsTest::isProxy);

    @Test
    void anAddressHasSoManyAndNoMore() {
        assertThat(add("192.0.2.1")).isEqualTo(Verdict.ADMITTED);
        assertThat(add("192.0.2.1")).isEqualTo(Verdict.ADMITTED);
        assertThat(add("192.0.2.1")).isEqualTo(Verdict.ADDRESS_FULL);
        assertThat(add("192.0.2.2")).isEqualTo(Verdict.ADMITTED);
        assertThat(open.count()).isEqualTo(3);
    }

    @Test
    void anIpv6NetworkOf64BitsIsOneAddress() {
        add("2001:db8:1:2::1");
        add("2001:db8:1:2:ffff:ffff:ffff:ffff");

        assertThat(add("2001:db8:1:2:3:4:5:6")).isEqualTo(Verdict.ADDRESS_FULL);
        assertThat(add("2001:db8:1:3::1")).isEqualTo(Verdict.ADMITTED);
        assertThat(open.addresses()).isEqualTo(2);
    }

    @Test
    void anIpv4AddressIsNoNeighbourOfAnIpv6Network() {
        add("255.255.255.255");
        add("255.255.255.255");

        assertThat(add("::ffff:ffff:1")).isEqualTo(Verdict.ADMITTED);
        assertThat(add("0:0:ffff:ffff::1")).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void thereAreSoManyInAllAndNoMore() {
        for (int i = 0; i < 5; i++) {
            assertThat(add("192.0.2." + i)).isEqualTo(Verdict.ADMITTED);
        }

        assertThat(add("192.0.2.9")).isEqualTo(Verdict.FULL);
        assertThat(add("10.0.0.1")).isEqualTo(Verdict.FULL);
        assertThat(open.count()).isEqualTo(5);
    }

    @Test
    void aProxyCountsInAllAlone() {
        for (int i = 0; i < 5; i++) {
            assertThat(add("10.0.0.1")).isEqualTo(Verdict.ADMITTED);
        }

        assertThat(open.addresses()).isZero();
        assertThat(open.count()).isEqualTo(5);
    }

    @Test
    void whatIsGivenBackIsForgotten() {
        for (String address : new String[] {"192.0.2.1", "192.0.2.1", "2001:db8::1", "10.0.0.1"}) {
            add(address);
        }
        for (String address : new String[] {"192.0.2.1", "192.0.2.1", "2001:db8::1", "10.0.0.1"}) {
            open.remove(address(address));
        }

        assertThat(open.count()).isZero();
        assertThat(open.addresses()).isZero();
        assertThat(add("192.0.2.1")).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void whoIsBehindASocketOfThisMachineCountsInAllAlone() {
        for (int i = 0; i < 5; i++) {
            assertThat(open.tryAdd(null)).isEqualTo(Verdict.ADMITTED);
        }
        assertThat(open.tryAdd(null)).isEqualTo(Verdict.FULL);
        open.remove(null);
        assertThat(open.tryAdd(null)).isEqualTo(Verdict.ADMITTED);
    }

    private Verdict add(String address) {
        return open.tryAdd(address(address));
    }

    private static boolean isProxy(InetAddress address) {
        return address.equals(address("10.0.0.1"));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
