package dev.weir.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a visitor writes into the headers that proxies append to, the visitor's address is what the outermost trusted proxy saw. */
final class ClientSearchFuzz {

    private static final Networks IN_FRONT_OF_MAPPED = Networks.of(List.of("::/96"));
    private static final IpAddress PROXY = IpAddress.parse("10.0.0.1");
    private static final IpAddress CLIENT = IpAddress.parse("203.0.113.9");
    private static final List<String> HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "CF-Connecting-IP", "CloudFront-Viewer-Address");

    static Stream<String> samples() {
        return Stream.of(
                "for=1.2.3.4;proto=https;host=a.example, for=\"[2001:db8::1]:80\"",
                "for=\"",
                "\\\",for=10.0.0.2",
                "1.2.3.4, [::1]:8, 10.0.0.9",
                "::ffff:1.2.3.4",
                "2001:db8::1:443",
                "1.2.3.4:99999",
                "::1.2.3.4",
                "");
    }

    @MethodSource("samples")
    @FuzzTest
    void clientIsWhomTheOutermostProxySaw(String sent) {
        if (sent == null) {
            return;
        }
        for (String header : HEADERS) {
            ClientSearch search = search(header, 0);
            ClientSearch.Found found = search.find(PROXY, name -> name.equals(header) ? List.of(sent) : List.of());
            assertThat(found.address()).isNotNull();
            String host = search.host(found);
            assertThat(host == null || host.matches("[A-Za-z0-9._:\\[\\]-]{1,255}"))
                    .isTrue();
            assertThat(search.scheme(found, name -> List.of(sent))).isIn(null, "http", "https");
        }
        for (int hops = 0; hops <= 1; hops++) {
            assertThat(found("X-Forwarded-For", hops, List.of(sent + ", 203.0.113.9")))
                    .isEqualTo(CLIENT);
            assertThat(found("X-Forwarded-For", hops, List.of(sent, "203.0.113.9")))
                    .isEqualTo(CLIENT);
            assertThat(found("Forwarded", hops, List.of(sent, "for=203.0.113.9")))
                    .isEqualTo(CLIENT);
            assertThat(found("Forwarded", hops, List.of(sent + ",by=\",\";for=203.0.113.9")))
                    .isEqualTo(CLIENT);
        }
        checkAddress(sent);
    }

    /** An address is one to Netty as well, and the same one; but Netty takes ::1.2.3.4 for ::ffff:1.2.3.4, which it is not (RFC 4291, 2.5.5). */
    private static void checkAddress(String text) {
        IpAddress read = IpAddress.parse(text);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        boolean isMisread = text.contains(".") && read != null && IN_FRONT_OF_MAPPED.contains(read);
        if (read == null || bytes == null || isMisread) {
            return;
        }
        try {
            assertThat(read).isEqualTo(IpAddress.parse(NetUtil.toAddressString(InetAddress.getByAddress(bytes))));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static IpAddress found(String header, int hops, List<String> lines) {
        return search(header, hops).find(PROXY, name -> lines).address();
    }

    private static ClientSearch search(String header, int hops) {
        return new ClientSearch(
                new TrustedPeers(Networks.of(List.of("10.0.0.0/8")), header, hops), new SimpleMeterRegistry());
    }
}
