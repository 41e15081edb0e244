package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Section.Cookie;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionCookieTest {

    private static final Visitor NEW = new Visitor("abc", "s", null, DeviceOrigin.ASSIGNED);
    private static final Cookie DISABLED = new Cookie(false, true, true, false, "Lax", Duration.ofDays(1));

    @Test
    void theDefaultCookieIsSecureAndNotForScripts() {
        assertThat(SectionCookie.header(Sections.SHOP, "abc"))
                .isEqualTo("weir_shop=abc; Path=/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void everyAttributeIsAnOption() {
        Cookie plain = new Cookie(true, false, false, false, "Strict", Duration.ofHours(1));

        assertThat(SectionCookie.header(Sections.withCookie(plain), "abc"))
                .isEqualTo("weir_shop=abc; Path=/; Max-Age=3600; SameSite=Strict");
    }

    @Test
    void aPartitionedCookieSaysSo() {
        Cookie embedded = new Cookie(true, true, false, true, "None", Duration.ofHours(1));

        assertThat(SectionCookie.header(Sections.withCookie(embedded), "abc"))
                .isEqualTo("weir_shop=abc; Path=/; Max-Age=3600; Secure; SameSite=None; Partitioned");
    }

    @Test
    void aCookieOfThisHostAloneSaysSoInItsName() {
        Cookie bound = new Cookie(true, true, null, true, true, true, "None", Duration.ofHours(1));

        assertThat(SectionCookie.header(Sections.withCookie(bound), "abc"))
                .isEqualTo("__Host-weir_shop=abc; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=None; Partitioned");
    }

    @Test
    void aCookieOfAWholeDomainNamesIt() {
        assertThat(SectionCookie.header(Sections.withCookie(ofDomain("shop.example")), "abc"))
                .isEqualTo("weir_shop=abc; Path=/; Max-Age=3600; Domain=shop.example; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void aHostsCookieIsNotTakenFromASibling() {
        Section bound =
                Sections.withCookie(new Cookie(true, true, null, true, true, false, "Lax", Duration.ofHours(1)));

        assertThat(SectionCookie.valueIn("weir_shop=planted; __Host-weir_shop=abc", bound))
                .isEqualTo("abc");
        assertThat(SectionCookie.valueIn("weir_shop=planted", bound)).isNull();
        assertThat(SectionCookie.valueIn("__Host-weir_shop=abc", Sections.SHOP)).isNull();
        assertThat(SectionCookie.holds("__Host-weir_shop=abc", bound, "abc")).isTrue();
    }

    @Test
    void aHostsCookieNeedsSecure() {
        assertThat(SectionCookie.problems(
                        "cookie", new Cookie(true, true, null, false, true, false, "Lax", Duration.ofDays(1))))
                .containsExactly("cookie.secure: false (expected: true, because browsers drop __Host- without Secure)");
    }

    @Test
    void aHostsCookieIsOfNoDomain() {
        assertThat(SectionCookie.problems(
                        "cookie", new Cookie(true, true, "shop.example", true, true, false, "Lax", Duration.ofDays(1))))
                .containsExactly(
                        "cookie.domain: shop.example (expected: none, because browsers drop __Host- with a Domain)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "t.shop.co.uk", "xn--bcher-kva.example", "a-b.1c.d2"})
    void aDomainIsAName(String domain) {
        assertThat(SectionCookie.problems("cookie", ofDomain(domain))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example",
                "localhost",
                ".shop.example",
                "shop.example.",
                "shop..example",
                "Shop.example",
                "127.0.0.1",
                "[::1]",
                "shop.example:443",
                "https://shop.example",
                "shop.example; Secure",
                "bücher.example",
                "-shop.example",
                "shop_.example"
            })
    void whatIsNoDomainIsTold(String domain) {
        assertThat(SectionCookie.problems("cookie", ofDomain(domain)))
                .singleElement()
                .asString()
                .startsWith("cookie.domain: " + domain + " (expected: a domain that this server's host is in");
    }

    @Test
    void aBrowsersNewDeviceIsGivenTheCookie() {
        assertThat(SectionCookie.isWanted(Sections.SHOP, NEW, false, true, false))
                .isTrue();
    }

    @Test
    void aCookielessClientIsNot() {
        assertThat(SectionCookie.isWanted(Sections.SHOP, NEW, true, true, false))
                .isFalse();
    }

    @Test
    void anAppIsNot() {
        assertThat(SectionCookie.isWanted(Sections.SHOP, NEW, false, false, false))
                .isFalse();
    }

    @Test
    void aServerIsNot() {
        assertThat(SectionCookie.isWanted(Sections.SHOP, NEW, false, true, true))
                .isFalse();
    }

    @Test
    void aSectionWithoutCookiesSetsNone() {
        assertThat(SectionCookie.isWanted(Sections.withCookie(DISABLED), NEW, false, true, false))
                .isFalse();
    }

    @Test
    void nobodyIsGivenNoCookie() {
        Visitor nobody = new Visitor(null, null, null, DeviceOrigin.NONE);

        assertThat(SectionCookie.isWanted(Sections.SHOP, nobody, false, true, false))
                .isFalse();
    }

    @Test
    void aVisitorKnownByTheCookieIsNotGivenItAgain() {
        Visitor known = new Visitor("abc", "s", null, DeviceOrigin.COOKIE);

        assertThat(SectionCookie.isWanted(Sections.SHOP, known, false, true, false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir_shop=abc",
                "a=b; weir_shop=abc",
                "a=b;weir_shop=abc;c=d",
                "weir_shop=abc ; c=d",
                "weir_shopper=x; weir_shop=abc",
                "weir_sho=x; weir_shop=abc",
                "xweir_shop=x; weir_shop=abc",
                "a=weir_shop=x; weir_shop=abc",
                "weir_shop; weir_shop=abc",
                ";;; weir_shop=abc",
                "weir_shop=abc; weir_shop=second"
            })
    void theSectionsCookieIsFoundAmongOthers(String header) {
        assertThat(SectionCookie.valueIn(header, Sections.SHOP)).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";", " ", "weir_shop", "weir_other=abc", "WEIR_SHOP=abc", "a=b; c", "a=\"; b=c", "weir_"})
    void whereThereIsNoneNothingIsFound(String header) {
        assertThat(SectionCookie.valueIn(header, Sections.SHOP)).isNull();
    }

    @Test
    void anEmptyCookieIsEmpty() {
        assertThat(SectionCookie.valueIn("weir_shop=; a=b", Sections.SHOP)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir_shop=abc", "a=b; weir_shop=abc ; c=d"})
    void theCookieHoldsItsValue(String header) {
        assertThat(SectionCookie.holds(header, Sections.SHOP, "abc")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"weir_shop=abcd", "weir_shop=ab", "weir_other=abc", "a=abc", ""})
    void theCookieHoldsNoOther(String header) {
        assertThat(SectionCookie.holds(header, Sections.SHOP, "abc")).isFalse();
    }

    @Test
    void theDefaultsAreFine() {
        assertThat(SectionCookie.problems("cookie", Cookie.DEFAULT)).isEmpty();
    }

    @Test
    void sameSiteNoneNeedsSecure() {
        assertThat(SectionCookie.problems("cookie", new Cookie(true, false, true, false, "None", Duration.ofDays(1))))
                .containsExactly(
                        "cookie.secure: false (expected: true, because browsers drop SameSite=None without Secure)");
    }

    @Test
    void partitionedNeedsSecure() {
        assertThat(SectionCookie.problems("cookie", new Cookie(true, false, true, true, "Lax", Duration.ofDays(1))))
                .containsExactly(
                        "cookie.secure: false (expected: true, because browsers drop Partitioned without Secure)");
    }

    @Test
    void sameSiteIsOneOfThreeWords() {
        assertThat(SectionCookie.problems("cookie", new Cookie(true, true, true, false, "lax", Duration.ofDays(1))))
                .containsExactly("cookie.same-site: lax (expected: Strict, Lax or None)");
    }

    private static Cookie ofDomain(String domain) {
        return new Cookie(true, false, domain, true, true, false, "Lax", Duration.ofHours(1));
    }

    @Test
    void aCookieLivesForASecondAtLeast() {
        assertThat(SectionCookie.problems("cookie", new Cookie(true, true, true, false, "Lax", Duration.ofMillis(999))))
                .containsExactly("cookie.max-age: PT0.999S (expected: at least 1 s)");
    }
}
