package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Visitors of vendors whose ids have a form of their own. */
final class VendorFormsTest {

    private static final Section SHOP = Sections.SHOP;

    private final AtomicLong nanos = new AtomicLong();
    private final Identities identities =
            new Identities(IdKeys.generate(new Random(1)), new Random(2), nanos::get, 1_000, new SimpleMeterRegistry());

    @ParameterizedTest
    @CsvSource({"BASE64URL, '[A-Za-z0-9_-]{22}'", "HEX_AND_UUID, '[0-9a-f]{24}'"})
    void assignedDeviceHasTheVendorsForm(IdForm form, String pattern) throws RejectedException {
        assertThat(visit(null, null, form).deviceId()).matches(pattern);
    }

    @Test
    void assignedSessionIsTwentyTwoLettersOfBase64url() throws RejectedException {
        assertThat(visit(null, null, IdForm.BASE64URL).sessionId()).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void assignedSessionIsARandomUuid() throws RejectedException {
        UUID session = UUID.fromString(visit(null, null, IdForm.HEX_AND_UUID).sessionId());

        assertThat(session.version()).isEqualTo(4);
        assertThat(session.variant()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = IdForm.class,
            names = {"BASE64URL", "HEX_AND_UUID"})
    void noTwoVisitorsGetTheSameIds(IdForm form) throws RejectedException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Visitor visitor = visit(null, null, form);
            ids.add(visitor.deviceId());
            ids.add(visitor.sessionId());
        }

        assertThat(ids).hasSize(2_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = IdForm.class,
            names = {"BASE64URL", "HEX_AND_UUID"})
    void presentedIdsAreTaken(IdForm form) throws RejectedException {
        Visitor visitor = visit("testVisitorId", "testSessionId", form);

        assertThat(visitor.deviceId()).isEqualTo("testVisitorId");
        assertThat(visitor.sessionId()).isEqualTo("testSessionId");
    }

    @Test
    void aClientThatWasRestartedKeepsItsDeviceAndGetsAFreshSession() throws RejectedException {
        Visitor first = visit(null, null, IdForm.HEX_AND_UUID);
        Visitor second = visit(first.deviceId(), null, IdForm.HEX_AND_UUID);

        assertThat(second.deviceId()).isEqualTo(first.deviceId());
        assertThat(second.sessionId()).isNotEqualTo(first.sessionId());
    }

    @Test
    void theFreshSessionIsTheOneThatGoesOn() throws RejectedException {
        Visitor first = visit("0123456789abcdef01234567", null, IdForm.HEX_AND_UUID);
        Visitor next = visit("0123456789abcdef01234567", first.sessionId(), IdForm.HEX_AND_UUID);

        assertThat(next.sessionId()).isEqualTo(first.sessionId());
    }

    @ParameterizedTest
    @CsvSource({"299, false", "300, true"})
    void aSessionOnTheClientEndsAfterFiveIdleMinutes(long seconds, boolean isOver) throws RejectedException {
        Visitor first = visit("testVisitorId", "a", IdForm.BASE64URL);
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        Visitor next = visit("testVisitorId", "a", IdForm.BASE64URL);

        assertThat(!next.sessionId().equals(first.sessionId())).isEqualTo(isOver);
    }

    @Test
    void whatIsNoIdIsReplaced() throws RejectedException {
        assertThat(visit("undefined", null, IdForm.HEX_AND_UUID).deviceId()).matches("[0-9a-f]{24}");
    }

    @Test
    void vendorsIdsAreTakenWhereForeignOnesAreRefused() throws RejectedException {
        Claim claim = new Claim("user_a", "sess_001", DeviceNeed.OPTIONAL, IdForm.VENDORS);

        assertThat(identities.resolve(Sections.refusingForeign(), claim, null).deviceId())
                .isEqualTo("user_a");
    }

    @Test
    void theSectionsCookieIsNotAskedForAVisitorOfAnotherServers() throws RejectedException {
        Claim claim = new Claim(null, null, DeviceNeed.ASSIGN, IdForm.BASE64URL);

        assertThat(identities.resolve(SHOP, claim, "weir_shop=foreign").deviceId())
                .isNotEqualTo("foreign");
    }

    @Test
    void aStrictSectionRefusesWhatIsNoId() {
        Claim claim = new Claim("undefined", null, DeviceNeed.ASSIGN, IdForm.BASE64URL);

        assertThat(catchThrowableOfType(
                                RejectedException.class, () -> identities.resolve(Sections.strict(), claim, null))
                        .rejection())
                .isEqualTo(Rejection.MALFORMED_DEVICE);
    }

    private Visitor visit(String deviceId, String sessionId, IdForm form) throws RejectedException {
        return identities.resolve(SHOP, new Claim(deviceId, sessionId, DeviceNeed.ASSIGN, form), null);
    }
}
