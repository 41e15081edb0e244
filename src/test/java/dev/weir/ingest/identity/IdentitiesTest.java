package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {

    private static final Section SHOP = Sections.SHOP;
    private static final String FOREIGN = "kHnD2b4QxZ";

    private final Random random = new Random(7);
    private final IdKeys keys = IdKeys.generate(random);
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Identities identities = new Identities(keys, random, nanos::get, 1000, meters);

    @Test
    void initOfANewDeviceGetsAnIdAndASession() throws RejectedException {
        Visitor visitor = identities.resolve(SHOP, Claims.init(null, null), null);

        assertThat(visitor.deviceId()).matches("wd0_[A-Za-z0-9_-]{28}");
        assertThat(visitor.sessionId()).matches("ws0_[A-Za-z0-9_-]{28}");
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.ASSIGNED);
    }

    @Test
    void anIdOfOursIsTaken() throws RejectedException {
        String did = assigned(SHOP);

        Visitor visitor = identities.resolve(SHOP, Claims.push(did, null), null);

        assertThat(visitor.deviceId()).isEqualTo(did);
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.OWN);
    }

    @Test
    void aForeignIdIsAdopted() throws RejectedException {
        Visitor visitor = identities.resolve(SHOP, Claims.push(FOREIGN, null), null);

        assertThat(visitor.deviceId()).isEqualTo(FOREIGN);
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.FOREIGN);
    }

    @Test
    void aForeignIdIsRefusedWhereTheSectionSaysSo() {
        assertThat(rejection(Sections.refusingForeign(), Claims.push(FOREIGN, null), null))
                .isEqualTo(Rejection.FOREIGN_DEVICE);
    }

    @Test
    void initAssignsANewIdInPlaceOfARefusedForeignOne() throws RejectedException {
        Visitor visitor = identities.resolve(Sections.refusingForeign(), Claims.init(FOREIGN, null), null);

        assertThat(visitor.deviceId()).startsWith("wd0_");
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.ASSIGNED);
    }

    @Test
    void anotherSectionsIdIsReplaced() throws RejectedException {
        String elsewhere = assigned(Sections.named("other"));

        Visitor visitor = identities.resolve(SHOP, Claims.push(elsewhere, null), null);

        assertThat(visitor.deviceId()).startsWith("wd0_").isNotEqualTo(elsewhere);
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.FORGED);
    }

    @Test
    void theSameForgeryIsAlwaysTheSameDevice() throws RejectedException {
        String forged = forged();

        Visitor first = identities.resolve(SHOP, Claims.push(forged, null), null);
        Visitor second = identities.resolve(SHOP, Claims.push(forged, null), null);

        assertThat(second.deviceId()).isEqualTo(first.deviceId());
    }

    @Test
    void whatReplacesAForgeryIsAnIdOfOurs() throws RejectedException {
        String replacement =
                identities.resolve(SHOP, Claims.push(forged(), null), null).deviceId();

        assertThat(identities
                        .resolve(SHOP, Claims.push(replacement, null), null)
                        .origin())
                .isEqualTo(DeviceOrigin.OWN);
    }

    @Test
    void differentForgeriesAreDifferentDevices() throws RejectedException {
        Visitor first = identities.resolve(SHOP, Claims.push(forged(), null), null);
        Visitor second = identities.resolve(SHOP, Claims.push(forged().replace('b', 'c'), null), null);

        assertThat(second.deviceId()).isNotEqualTo(first.deviceId());
    }

    @Test
    void aForgedIdIsRefusedInStrictReading() {
        assertThat(rejection(Sections.strict(), Claims.push(forged(), null), null))
                .isEqualTo(Rejection.MALFORMED_DEVICE);
    }

    @Test
    void anIdOfALostKeyCountsAsForged() throws RejectedException {
        Identities before =
                new Identities(IdKeys.generate(new Random(99)), random, nanos::get, 1000, new SimpleMeterRegistry());
        String old = before.resolve(SHOP, Claims.init(null, null), null).deviceId();

        assertThat(identities.resolve(SHOP, Claims.push(old, null), null).origin())
                .isEqualTo(DeviceOrigin.FORGED);
    }

    @Test
    void anIdOfAnOlderKeyIsStillOurs() throws RejectedException {
        String old = assigned(SHOP);

        assertThat(restartedOnRotatedKeys()
                        .resolve(SHOP, Claims.push(old, null), null)
                        .origin())
                .isEqualTo(DeviceOrigin.OWN);
    }

    @Test
    void newIdsCarryTheNewestKey() throws RejectedException {
        Visitor visitor = restartedOnRotatedKeys().resolve(SHOP, Claims.init(null, null), null);

        assertThat(visitor.deviceId()).startsWith("wd1_");
    }

    @Test
    void junkIsMissingWhereADeviceIsRequired() {
        assertThat(rejection(SHOP, Claims.push("undefined", null), null)).isEqualTo(Rejection.MISSING_DEVICE);
    }

    @Test
    void junkIsReplacedOnInit() throws RejectedException {
        Visitor visitor = identities.resolve(SHOP, Claims.init("[object Object]", null), null);

        assertThat(visitor.deviceId()).startsWith("wd0_");
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.JUNK);
    }

    @ParameterizedTest
    @EnumSource(DeviceNeed.class)
    void junkIsRefusedInStrictReading(DeviceNeed need) {
        assertThat(rejection(Sections.strict(), Claims.of("null", null, need), null))
                .isEqualTo(Rejection.MALFORMED_DEVICE);
    }

    @Test
    void noDeviceIsRefusedWhereOneIsRequired() {
        assertThat(rejection(SHOP, Claims.push(null, null), null)).isEqualTo(Rejection.MISSING_DEVICE);
    }

    @Test
    void aRefusalNamesTheParameter() {
        RejectedException refused = catchThrowableOfType(
                RejectedException.class, () -> identities.resolve(SHOP, Claims.push(null, null), null));

        assertThat(refused.parameter()).isEqualTo("did");
    }

    @Test
    void noDeviceAndNoneNeededIsNobody() throws RejectedException {
        Visitor visitor = identities.resolve(SHOP, Claims.of(null, "abc", DeviceNeed.OPTIONAL), null);

        assertThat(visitor).isEqualTo(new Visitor(null, null, "abc", DeviceOrigin.NONE));
    }

    @Test
    void anAssigningCallWithoutAnIdGetsOne() throws RejectedException {
        assertThat(identities
                        .resolve(SHOP, Claims.of(null, null, DeviceNeed.ASSIGN), null)
                        .deviceId())
                .startsWith("wd0_");
    }

    @Test
    void theSectionsCookieNamesTheDevice() throws RejectedException {
        String did = assigned(SHOP);

        Visitor visitor = identities.resolve(SHOP, Claims.push(null, null), "a=b; weir_shop=" + did);

        assertThat(visitor.deviceId()).isEqualTo(did);
        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.COOKIE);
    }

    @Test
    void theParameterIsAskedBeforeTheCookie() throws RejectedException {
        String did = assigned(SHOP);

        assertThat(identities
                        .resolve(SHOP, Claims.push(FOREIGN, null), "weir_shop=" + did)
                        .deviceId())
                .isEqualTo(FOREIGN);
    }

    @Test
    void anotherSectionsCookieIsNotRead() {
        assertThat(rejection(SHOP, Claims.push(null, null), "weir_other=" + FOREIGN))
                .isEqualTo(Rejection.MISSING_DEVICE);
    }

    @Test
    void anotherSectionsIdInOurCookieIsNotBelieved() throws RejectedException {
        String elsewhere = assigned(Sections.named("other"));

        assertThat(identities
                        .resolve(SHOP, Claims.push(null, null), "weir_shop=" + elsewhere)
                        .deviceId())
                .isNotEqualTo(elsewhere);
    }

    @Test
    void aForeignIdInTheCookieIsBelievedWhereTheSectionAdoptsSuch() throws RejectedException {
        assertThat(identities
                        .resolve(SHOP, Claims.push(null, null), "weir_shop=" + FOREIGN)
                        .deviceId())
                .isEqualTo(FOREIGN);
    }

    @Test
    void aForeignIdInTheCookieIsAbsentWhereTheSectionRefusesSuch() {
        assertThat(rejection(Sections.refusingForeign(), Claims.push(null, null), "weir_shop=" + FOREIGN))
                .isEqualTo(Rejection.MISSING_DEVICE);
    }

    @Test
    void aMangledCookieIsNeverRefused() throws RejectedException {
        Visitor visitor = identities.resolve(Sections.strict(), Claims.init(null, null), "weir_shop=undefined");

        assertThat(visitor.origin()).isEqualTo(DeviceOrigin.JUNK);
    }

    @Test
    void aCookieStandsInForAForgedParameter() throws RejectedException {
        String did = assigned(SHOP);

        assertThat(identities
                        .resolve(SHOP, Claims.push(forged(), null), "weir_shop=" + did)
                        .deviceId())
                .isEqualTo(did);
    }

    @Test
    void theCookieIsDueWhenItDoesNotHoldTheDevice() throws RejectedException {
        assertThat(identities
                        .resolve(SHOP, Claims.push(FOREIGN, null), "weir_shop=another")
                        .cookieDue())
                .isTrue();
    }

    @Test
    void theCookieIsNotDueInTheMidstOfASessionWhenItHoldsTheDevice() throws RejectedException {
        String held = "weir_shop=" + FOREIGN;
        identities.resolve(SHOP, Claims.push(FOREIGN, null), held);

        assertThat(identities.resolve(SHOP, Claims.push(FOREIGN, null), held).cookieDue())
                .isFalse();
        assertThat(identities.resolve(SHOP, Claims.push(null, null), held).cookieDue())
                .isFalse();
    }

    @Test
    void theCookieIsRenewedWhenASessionBegins() throws RejectedException {
        String held = "weir_shop=" + FOREIGN;

        assertThat(identities.resolve(SHOP, Claims.push(null, null), held).cookieDue())
                .isTrue();
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(identities.resolve(SHOP, Claims.push(null, null), held).cookieDue())
                .isTrue();
    }

    @Test
    void theCookieIsRenewedOnceADayWhileASessionGoesOn() throws RejectedException {
        String held = "weir_shop=" + FOREIGN;
        int renewals = 0;
        for (int hour = 0; hour < 10 * 24; hour++) {
            renewals += identities
                            .resolve(SHOP, Claims.push(null, "own-session"), held)
                            .cookieDue()
                    ? 1
                    : 0;
            nanos.addAndGet(Duration.ofHours(1).toNanos());
        }

        assertThat(renewals).isEqualTo(10);
    }

    @Test
    void aBrowserThatHasLostTheCookieIsDueItAgain() throws RejectedException {
        String did = assigned(SHOP);
        identities.resolve(SHOP, Claims.push(did, null), "weir_shop=" + did);

        assertThat(identities.resolve(SHOP, Claims.push(did, null), null).cookieDue())
                .isTrue();
    }

    @Test
    void aDeviceIsInOneSessionHoweverItIsNamed() throws RejectedException {
        String did = assigned(SHOP);

        Visitor byParameter = identities.resolve(SHOP, Claims.push(did, null), null);
        Visitor byCookie = identities.resolve(SHOP, Claims.push(null, null), "weir_shop=" + did);

        assertThat(byCookie.sessionId()).isEqualTo(byParameter.sessionId());
    }

    @Test
    void initStartsTheCookiesAgeAnew() throws RejectedException {
        assertThat(identities
                        .resolve(SHOP, Claims.init(FOREIGN, null), "weir_shop=" + FOREIGN)
                        .cookieDue())
                .isTrue();
    }

    @Test
    void everyResolutionIsCountedOnce() throws RejectedException {
        identities.resolve(SHOP, Claims.init(null, null), null);
        identities.resolve(SHOP, Claims.push(FOREIGN, null), null);
        identities.resolve(SHOP, Claims.init("null", null), null);
        rejection(SHOP, Claims.push("null", null), null);
        rejection(Sections.strict(), Claims.push("null", null), null);
        rejection(Sections.refusingForeign(), Claims.push(FOREIGN, null), null);

        assertThat(meters.get("weir.ids").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "two words", "a;b", "\u0007bell"})
    void aJunkSessionIdIsNobodysSession(String junk) throws RejectedException {
        Visitor visitor = identities.resolve(SHOP, Claims.init(FOREIGN, junk), null);

        assertThat(visitor.clientSessionId()).isNull();
        assertThat(visitor.sessionId()).startsWith("ws0_");
    }

    @Test
    void theClientsSessionIdIsKeptBesideOurs() throws RejectedException {
        identities.resolve(SHOP, Claims.init(FOREIGN, "a1"), null);

        assertThat(identities.resolve(SHOP, Claims.push(FOREIGN, "b2"), null))
                .isEqualTo(new Visitor(FOREIGN, "a1", "b2", DeviceOrigin.FOREIGN));
    }

    @Test
    void aSessionIdleForEverIsNoIdentityOption() {
        assertThat(Identities.problems(
                        "identity", Sections.idleAfter(Duration.ofDays(3)).identity()))
                .containsExactly("identity.session-idle: PT72H (expected: more than 0, at most 2 days)");
    }

    @Test
    void aCookiesProblemsAreIdentityProblems() {
        Section.Cookie cookie = new Section.Cookie(true, true, true, false, "lax", Duration.ofDays(1));

        assertThat(Identities.problems("identity", Sections.withCookie(cookie).identity()))
                .containsExactly("identity.cookie.same-site: lax (expected: Strict, Lax or None)");
    }

    @Test
    void theDefaultOptionsAreFine() {
        assertThat(Identities.problems("identity", Section.Identity.DEFAULT)).isEmpty();
    }

    private Identities restartedOnRotatedKeys() {
        return new Identities(keys.rotated(random), random, nanos::get, 1000, new SimpleMeterRegistry());
    }

    private String assigned(Section section) throws RejectedException {
        return identities.resolve(section, Claims.init(null, null), null).deviceId();
    }

    private static String forged() {
        return "wd0_" + "b".repeat(28);
    }

    private Rejection rejection(Section section, Claim call, String cookie) {
        return catchThrowableOfType(RejectedException.class, () -> identities.resolve(section, call, cookie))
                .rejection();
    }
}
