package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.GoldenIntake.Accepted;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every dialect owes the intake and the relay, asked of each of its golden pairs. A dialect's test extends this, and
 * its pairs lie in {@code src/test/resources/dialect/<label>/}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DialectContract {

    private static final byte[] HOSTILE_BYTES = {0, '"', '{', '}', '[', ',', '\\', '%', '&', '9', ' ', (byte) 0xFF};

    private final Dialect dialect;
    private final GoldenIntake intake;

    protected DialectContract(Dialect dialect) {
        this.dialect = dialect;
        this.intake = new GoldenIntake(dialect);
    }

    List<GoldenCase> pairs() {
        return intake.pairs();
    }

    List<GoldenCase> acceptedPairs() {
        List<GoldenCase> accepted = intake.pairsWithEvents();
        assertThat(accepted).isNotEmpty();
        return accepted;
    }

    /** Or it would never be asked. */
    @Test
    void aDialectThatMayRefuseSaysThatItJudgesAnswers() throws NoSuchMethodException {
        Class<?> refusing = dialect.getClass()
                .getMethod("refusal", Inquiry.VendorAnswer.class)
                .getDeclaringClass();

        assertThat(dialect.judgesAnswers()).isEqualTo(!refusing.equals(Dialect.class));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void requestHasItsMeaningAndItsAnswer(GoldenCase pair) {
        String found = outcome(pair);

        if (Boolean.getBoolean("golden.write")) {
            pair.write(found);
        } else {
            assertThat(found).isEqualTo(pair.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void journalledBeaconDecodesToTheSameEvent(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            assertThat(dialect.decode(accepted.envelope(part))).isEqualTo(part.event());
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void journalledBeaconHoldsNoSecret(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            for (String secret : GoldenIntake.secrets(accepted.call())) {
                assertThat(text(part.beacon())).doesNotContain(secret);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconMeansTheSame(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            assertThat(meantOutbound(accepted, part)).isEqualTo(meaning(part.event()));
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconNamesTheAcceptedVisitor(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            Claim claim =
                    meantBy(intake.outbound(accepted, part), accepted.section()).claim();
            assertThat(claim.deviceId()).isEqualTo(GoldenIntake.deviceId(part.claim()));
            assertThat(claim.sessionId()).isEqualTo(GoldenIntake.outboundSessionId(part.claim()));
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconShowsWhatTheClientShowed(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            assertThat(GoldenIntake.secrets(accepted.call()))
                    .containsAll(GoldenIntake.secrets(intake.call(intake.outbound(accepted, part))));
            assertThat(GoldenIntake.secrets(intake.call(intake.outbound(accepted, part)))
                            .isEmpty())
                    .isEqualTo(GoldenIntake.secrets(accepted.call()).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void requestCutOffAnywhereIsReadOrRefused(GoldenCase pair) {
        byte[] body = pair.beacon().body();
        for (int length = 0; length < body.length; length++) {
            readOrRefuse(pair, withBody(pair.beacon(), java.util.Arrays.copyOf(body, length)));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void requestWithAnyOneByteChangedIsReadOrRefused(GoldenCase pair) {
        byte[] body = pair.beacon().body();
        for (int at = 0; at < body.length; at++) {
            for (byte hostile : HOSTILE_BYTES) {
                byte[] changed = body.clone();
                changed[at] = hostile;
                readOrRefuse(pair, withBody(pair.beacon(), changed));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void queryWithAnyOneCharacterChangedIsReadOrRefused(GoldenCase pair) {
        String query = pair.beacon().query();
        for (int at = 0; at < query.length(); at++) {
            for (byte hostile : HOSTILE_BYTES) {
                String changed = query.substring(0, at) + (char) (hostile & 0xFF) + query.substring(at + 1);
                Beacon beacon = pair.beacon();
                readOrRefuse(
                        pair, new Beacon(beacon.method(), beacon.path(), changed, beacon.bodyKind(), beacon.body()));
            }
        }
    }

    /** Anything but a RejectedException fails the test; what is accepted has to keep the contract as well. */
    private void readOrRefuse(GoldenCase pair, Beacon beacon) {
        Accepted accepted;
        try {
            accepted = intake.accept(pair, beacon);
        } catch (RejectedException e) {
            assertThat(e.rejection().status()).isBetween(400, 499);
            return;
        }
        try {
            for (Part.Meant part : accepted.parts()) {
                assertThat(dialect.decode(accepted.envelope(part))).isEqualTo(part.event());
                assertThat(meantOutbound(accepted, part)).isEqualTo(meaning(part.event()));
            }
        } catch (RejectedException e) {
            throw new AssertionError("accepted, and then refused: " + text(beacon), e);
        }
    }

    private String outcome(GoldenCase pair) {
        try {
            Accepted accepted = intake.accept(pair);
            StringBuilder text = new StringBuilder("=== call\n").append(text(accepted.call()));
            for (Part.Meant part : accepted.parts()) {
                text.append(text(part, accepted.call().claim()));
            }
            return text.append('\n').append(answer(accepted)).toString();
        } catch (RejectedException e) {
            return text(dialect.rejected(pair.route(), e));
        }
    }

    private String answer(Accepted accepted) throws RejectedException {
        Ids ids = ids(accepted.call().claim());
        Inquiry inquiry = accepted.call().inquiry(accepted.section(), ids);
        if (inquiry == null) {
            return text(accepted.call().accepted(accepted.section(), ids));
        }
        boolean asksSomebody = accepted.section().upstreams().containsKey(dialect.label());
        return InquiryText.of(inquiry) + "\n" + text(waitedFor(inquiry, asksSomebody));
    }

    private Answer waitedFor(Inquiry inquiry, boolean asksSomebody) {
        try {
            return InquiryText.answer(inquiry, asksSomebody ? Inquiry.Absence.TIMEOUT : Inquiry.Absence.NO_UPSTREAM);
        } catch (RejectedException nothingToFallBackOn) {
            return dialect.rejected(nothingToFallBackOn);
        }
    }

    private String meantOutbound(Accepted accepted, Part.Meant part) throws RejectedException {
        return meaning(
                meantBy(intake.outbound(accepted, part), accepted.section()).event());
    }

    /** All that an event says, but for the time at which it was accepted here, which a vendor may be told. */
    private static String meaning(Event event) {
        return EventText.of(event).replace("timeMillis = " + GoldenIntake.ACCEPTED_MILLIS + "\n", "");
    }

    /** What a request to the vendor says, to one who reads it as ours are read. */
    private Part.Meant meantBy(Outbound outbound, Section section) throws RejectedException {
        List<Part.Meant> parts = intake.partsOf(outbound, section);
        assertThat(parts).hasSize(1);
        return parts.get(0);
    }

    private static String text(Call call) throws RejectedException {
        Credential credential = call.credential();
        String key = credential instanceof Credential.PublicKey publicKey
                ? line("section", publicKey.id()) + line("secret", publicKey.secret())
                : credential instanceof Credential.KeyWithSecret withSecret
                        ? line("section", withSecret.id()) + line("secret", withSecret.secret())
                        : line("key", String.join(" or ", ((Credential.ApiKey) credential).candidates()));
        return key + text(call.claim()) + client(call) + (call.cookieless() ? "cookieless\n" : "");
    }

    private static String text(Claim claim) {
        return line("device", claim.deviceId())
                + line("session", claim.sessionId())
                + line("without device", claim.need().name().toLowerCase(Locale.ROOT))
                + (claim.form() == Claim.IdForm.TAGGED
                        ? ""
                        : line("ids", claim.form().name().toLowerCase(Locale.ROOT)));
    }

    private static String client(Call call) {
        Envelope.Client client = call.client(Envelope.Client.UNKNOWN);
        return line("client address", client.address())
                + line("client user agent", client.userAgent())
                + line("client referrer", client.referrer());
    }

    private static String text(Part.Meant part, Claim ofCall) {
        return "\n=== event\n" + EventText.of(part.event())
                + line("id", part.eventId())
                + (part.claim() == ofCall ? "" : text(part.claim()));
    }

    private static String line(String name, String value) {
        return value == null ? "" : name + " = " + value + "\n";
    }

    private static String text(Answer answer) {
        String type = answer.headers().getOrDefault("content-type", "");
        String body = type.startsWith("image/")
                ? "<" + type + " of " + answer.body().length + " bytes>"
                : new String(answer.body(), StandardCharsets.UTF_8);
        return "=== answer\n" + answer.status() + "\n" + body + "\n";
    }

    private static String text(Beacon beacon) {
        String body = new String(beacon.body(), StandardCharsets.UTF_8);
        return body + URLDecoder.decode(beacon.query().replace("%", "%25"), StandardCharsets.UTF_8);
    }

    private static Beacon withBody(Beacon beacon, byte[] body) {
        return new Beacon(beacon.method(), beacon.path(), beacon.query(), beacon.bodyKind(), body);
    }

    private static Ids ids(Claim claim) {
        return new Ids(
                GoldenIntake.deviceId(claim), claim.sessionId() == null ? GoldenIntake.OUR_SESSION : claim.sessionId());
    }
}
