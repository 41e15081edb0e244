package dev.weir.ingest.origin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {

    private static final Origins ORIGINS = Origins.of(List.of(
            "https://shop.example",
            "https://shop.example:8443",
            "http://localhost:3000",
            "https://xn--bcher-kva.example",
            "http://[::1]:8080",
            "capacitor://localhost",
            "https://*.stores.example",
            "https://*.stores.example:8443"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "https://shop.example:8443",
                "http://localhost:3000",
                "https://xn--bcher-kva.example",
                "http://[::1]:8080",
                "capacitor://localhost",
                "https://de.stores.example",
                "https://a.b_2.c-3.stores.example",
                "https://de.stores.example:8443"
            })
    void anOriginThatIsListedIsAllowed(String origin) {
        assertThat(ORIGINS.allow(origin)).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    other scheme                | http://shop.example
                    other scheme of a subdomain | http://de.stores.example
                    scheme of another thing     | wss://shop.example
                    other port                  | https://shop.example:8444
                    port that is left out       | http://localhost
                    scheme's own port           | https://shop.example:443
                    other port of a subdomain   | https://de.stores.example:8444
                    no digits for a port        | https://shop.example:
                    suffix look-alike           | https://evilshop.example
                    suffix look-alike of stars  | https://evilstores.example
                    prefix look-alike           | https://shop.example.evil.test
                    prefix look-alike of stars  | https://de.stores.example.evil.test
                    trailing dot                | https://shop.example.
                    trailing dot of a subdomain | https://de.stores.example.
                    upper case                  | https://SHOP.example
                    upper-case scheme           | HTTPS://shop.example
                    upper-case subdomain        | https://DE.stores.example
                    a user's name               | https://shop.example@evil.test
                    a user's name before        | https://evil.test@shop.example
                    a user's name before stars  | https://evil.test@de.stores.example
                    not in punycode             | https://bücher.example
                    other punycode              | https://xn--bcher-kvb.example
                    a letter of another script  | https://shоp.example
                    another script under stars  | https://dе.stores.example
                    null                        | null
                    null in capitals            | NULL
                    a file                      | file://
                    a file with a name          | file:///shop.example
                    an extension                | chrome-extension://shop.example
                    subdomain where not written | https://www.shop.example
                    the domain of a star        | https://stores.example
                    a star                      | https://*.stores.example
                    nothing before the dot      | https://.stores.example
                    two dots                    | https://de..stores.example
                    super-domain                | https://example
                    a path appended             | https://shop.example/
                    a path before the dot       | https://evil.test/.stores.example
                    a port before the dot       | https://evil.test:1.stores.example
                    a query                     | https://shop.example?
                    a query before the dot      | https://evil.test?.stores.example
                    a fragment before the dot   | https://evil.test#.stores.example
                    a backslash before the dot  | https://evil.test\\.stores.example
                    an escape before the dot    | https://evil.test%2f.stores.example
                    two values                  | https://shop.example https://evil.test
                    two values with a comma     | https://shop.example,https://shop.example
                    two under a star            | https://evil.test https://de.stores.example
                    empty                       | ''
                    blank                       | ' '
                    a blank before              | ' https://shop.example'
                    a blank after               | 'https://shop.example '
                    IPv6 of another form        | http://[0:0:0:0:0:0:0:1]:8080
                    IPv6 of another address     | http://[::2]:8080
                    IPv6 without its port       | http://[::1]
                    IPv4                        | http://127.0.0.1:3000
                    no scheme                   | shop.example
                    any scheme                  | //shop.example
                    a star alone                | *
                    """)
    void anyOtherIsForeign(String kind, String origin) {
        assertThat(ORIGINS.allow(origin)).isFalse();
    }

    @Test
    void nothingIsAllowedWhereNothingIsListed() {
        Origins none = Origins.of(List.of());

        assertThat(none.isEmpty()).isTrue();
        assertThat(none.allow("https://shop.example")).isFalse();
        assertThat(none.allow("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example",
                "http://localhost",
                "http://localhost:3000",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "https://*.shop.example",
                "https://*.shop.example:8443",
                "http://*.localhost:3000",
                "https://xn--bcher-kva.example",
                "http://shop.example:443",
                "capacitor://localhost"
            })
    void whatABrowserSendsCanBeConfigured(String text) {
        assertThat(Origins.problems("web.origins", List.of(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.example",
                "//shop.example",
                "https://",
                "https://shop.example/",
                "https://shop.example/path",
                "https://shop.example?",
                "https://shop.example#",
                "https://user@shop.example",
                "https://Shop.example",
                "HTTPS://shop.example",
                "https://shop.example:443",
                "http://shop.example:80",
                "https://shop.example:0",
                "https://shop.example:08443",
                "https://shop.example:65536",
                "https://shop.example:",
                "https://shop.example.",
                "https://.shop.example",
                "https://shop..example",
                "https://bücher.example",
                "https://*",
                "https://*.example",
                "https://*.*.example",
                "https://*shop.example",
                "https://shop.*.example",
                "https://*.[::1]",
                "https://[::1",
                "*",
                "null",
                "file://",
                "https://shop.example https://other.example"
            })
    void whatNoBrowserSendsIsToldInTheConfig(String text) {
        assertThat(Origins.problems("sections[0].web.origins", List.of("https://shop.example", text)))
                .singleElement()
                .asString()
                .startsWith(
                        "sections[0].web.origins: " + text + " (expected: an origin as browsers write it, such as ");
    }

    @Test
    void comparingAllocatesNothing() {
        // Strings keep their hash: those of requests are new ones.
        String[] listed = copies("https://shop.example");
        String[] subdomains = copies("https://de.stores.example");
        String[] foreign = copies("https://evil.test/.stores.example");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        int allowed = allowed(listed, 0) + allowed(subdomains, 0) + allowed(foreign, 0);
        threads.getThreadAllocatedBytes(self);

        long before = threads.getThreadAllocatedBytes(self);
        allowed += allowed(listed, 1_000) + allowed(subdomains, 1_000) + allowed(foreign, 1_000);
        long bytes = threads.getThreadAllocatedBytes(self) - before;

        assertThat(allowed).isEqualTo(2 * 2_000);
        // Less than an object header for each.
        assertThat(bytes).isLessThan(3 * 1_000 * 8);
    }

    private static String[] copies(String origin) {
        String[] copies = new String[2_000];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = String.valueOf(origin.toCharArray());
        }
        return copies;
    }

    private static int allowed(String[] origins, int from) {
        int allowed = 0;
        for (int i = from; i < from + 1_000; i++) {
            allowed += ORIGINS.allow(origins[i]) ? 1 : 0;
        }
        return allowed;
    }
}
