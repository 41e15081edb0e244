package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

    private static final long ACCEPTED_MILLIS = 1_800_000_000_000L;
    private static final String OUR_DEVICE = "AssignedDevice";
    private static final String OUR_SESSION = "AssignedSession";
    private static final byte[] HOSTILE_BYTES = {0, '"', '{', '}', '[', ',', '\\', '%', '&', '9', ' ', (byte) 0xFF};

    private final Dialect dialect;

    protected DialectContract(Dialect dialect) {
        this.dialect = dialect;
    }

    List<GoldenCase> pairs() {
        return GoldenCase.of(dialect.label());
    }

    Stream<GoldenCase> acceptedPairs() {
        List<GoldenCase> accepted = pairs().stream()
                .filter(pair ->
                        accept(pair).filter(found -> !found.parts().isEmpty()).isPresent())
                .toList();
        assertThat(accepted).isNotEmpty();
        return accepted.stream();
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
        Accepted accepted = accept(pair).orElseThrow();

        for (Part.Meant part : accepted.parts()) {
            assertThat(dialect.decode(accepted.envelope(dialect.label(), part))).isEqualTo(part.event());
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void journalledBeaconHoldsNoSecret(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();

        for (Part.Meant part : accepted.parts()) {
            for (String secret : secrets(accepted.call())) {
                assertThat(text(part.beacon())).doesNotContain(secret);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconMeansTheSame(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();

        for (Part.Meant part : accepted.parts()) {
            assertThat(meantOutbound(accepted, part)).isEqualTo(meaning(part.event()));
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconNamesTheAcceptedVisitor(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();

        for (Part.Meant part : accepted.parts()) {
            Claim claim = meantBy(outbound(accepted, part), accepted.section()).claim();
            assertThat(claim.deviceId()).isEqualTo(deviceId(part.claim()));
            assertThat(claim.sessionId()).isEqualTo(outboundSessionId(part.claim()));
        }
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconShowsWhatTheClientShowed(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();

        for (Part.Meant part : accepted.parts()) {
            assertThat(secrets(accepted.call())).containsAll(secrets(call(outbound(accepted, part))));
            assertThat(secrets(call(outbound(accepted, part))).isEmpty())
                    .isEqualTo(secrets(accepted.call()).isEmpty());
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
            accepted = accept(pair.route(), beacon, pair);
        } catch (RejectedException e) {
            assertThat(e.rejection().status()).isBetween(400, 499);
            return;
        }
        try {
            for (Part.Meant part : accepted.parts()) {
                assertThat(dialect.decode(accepted.envelope(dialect.label(), part)))
                        .isEqualTo(part.event());
                assertThat(meantOutbound(accepted, part)).isEqualTo(meaning(part.event()));
            }
        } catch (RejectedException e) {
            throw new AssertionError("accepted, and then refused: " + text(beacon), e);
        }
    }

    private String outcome(GoldenCase pair) {
        try {
            Accepted accepted = accept(pair.route(), pair.beacon(), pair);
            StringBuilder text = new StringBuilder("=== call\n").append(text(accepted.call()));
            for (Part.Meant part : accepted.parts()) {
                text.append(text(part, accepted.call().claim()));
            }
            return text.append('\n').append(answer(accepted)).toString();
        } catch (RejectedException e) {
            return text(dialect.rejected(e));
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

    private Optional<Accepted> accept(GoldenCase pair) {
        try {
            return Optional.of(accept(pair.route(), pair.beacon(), pair));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private Accepted accept(Route route, Beacon beacon, GoldenCase pair) throws RejectedException {
        Call call = dialect.read(route, beacon, pair.head());
        Section section = pair.section(Map.of(dialect.label(), keys(call)));
        List<Part.Meant> parts = new ArrayList<>();
        for (Part part : call.parts(section)) {
            if (part instanceof Part.Faulty faulty) {
                throw faulty.why();
            }
            parts.add((Part.Meant) part);
        }
        return new Accepted(call, section, parts);
    }

    private Outbound outbound(Accepted accepted, Part.Meant part) throws RejectedException {
        return dialect.outbound(accepted.envelope(dialect.label(), part), ACCEPTED_MILLIS, keys(accepted.call()));
    }

    private String meantOutbound(Accepted accepted, Part.Meant part) throws RejectedException {
        return meaning(meantBy(outbound(accepted, part), accepted.section()).event());
    }

    /** All that an event says, but for the time at which it was accepted here, which a vendor may be told. */
    private static String meaning(Event event) {
        return EventText.of(event).replace("timeMillis = " + ACCEPTED_MILLIS + "\n", "");
    }

    /** What a request to the vendor says, to one who reads it as ours are read. */
    private Part.Meant meantBy(Outbound outbound, Section section) throws RejectedException {
        List<Part> parts = call(outbound).parts(section);
        assertThat(parts).hasSize(1);
        return (Part.Meant) parts.get(0);
    }

    private Call call(Outbound outbound) throws RejectedException {
        Beacon beacon = outbound.beacon();
        Head head = new Head(outbound.authorization(), outbound.contentType(), "http://vendor.example");
        return dialect.read(routeOf(beacon), beacon, head);
    }

    private Route routeOf(Beacon beacon) {
        String pattern = beacon.path().substring(0, beacon.path().lastIndexOf('/')) + "/*";
        return dialect.routes().stream()
                .filter(route -> route.method().equals(beacon.method()))
                .filter(route ->
                        route.path().equals(beacon.path()) || route.path().equals(pattern))
                .findFirst()
                .orElseThrow();
    }

    private static List<Section.Key> keys(Call call) throws RejectedException {
        Credential credential = call.credential();
        Section.Key key;
        if (credential instanceof Credential.PublicKey publicKey) {
            key = new Section.Key(publicKey.id(), publicKey.secret());
        } else if (credential instanceof Credential.KeyWithSecret withSecret) {
            key = new Section.Key(withSecret.id(), withSecret.secret());
        } else {
            key = new Section.Key(
                    "first", ((Credential.ApiKey) credential).candidates().get(0));
        }
        return key.id().equals("first") ? List.of(key) : List.of(new Section.Key("another", "anothers"), key);
    }

    private static List<String> secrets(Call call) throws RejectedException {
        Credential credential = call.credential();
        if (credential instanceof Credential.PublicKey publicKey) {
            return publicKey.secret() == null ? List.of() : List.of(publicKey.secret());
        }
        return credential instanceof Credential.KeyWithSecret withSecret
                ? List.of(withSecret.secret())
                : ((Credential.ApiKey) credential).candidates();
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
        return "=== answer\n" + answer.status() + "\n" + new String(answer.body(), StandardCharsets.UTF_8) + "\n";
    }

    private static String text(Beacon beacon) {
        String body = new String(beacon.body(), StandardCharsets.UTF_8);
        return body + URLDecoder.decode(beacon.query().replace("%", "%25"), StandardCharsets.UTF_8);
    }

    private static Beacon withBody(Beacon beacon, byte[] body) {
        return new Beacon(beacon.method(), beacon.path(), beacon.query(), beacon.bodyKind(), body);
    }

    /** With a device of our own where none came and one is needed. */
    private static String deviceId(Claim claim) {
        if (claim.deviceId() != null) {
            return claim.deviceId();
        }
        return claim.need() == DeviceNeed.OPTIONAL ? null : OUR_DEVICE;
    }

    /** With a session of ours where the device has none. */
    private static String outboundSessionId(Claim claim) {
        return claim.sessionId() != null || deviceId(claim) == null ? claim.sessionId() : OUR_SESSION;
    }

    private static Ids ids(Claim claim) {
        return new Ids(deviceId(claim), claim.sessionId() == null ? OUR_SESSION : claim.sessionId());
    }

    /** A request as the intake accepts it. */
    private record Accepted(Call call, Section section, List<Part.Meant> parts) {

        Envelope envelope(String dialect, Part.Meant part) throws RejectedException {
            String device = DialectContract.deviceId(part.claim());
            boolean authenticated =
                    !(call.credential() instanceof Credential.PublicKey publicKey) || publicKey.secret() != null;
            return new Envelope(
                    dialect,
                    "demo",
                    part.event().type(),
                    device,
                    device == null ? null : OUR_SESSION,
                    part.claim().sessionId(),
                    authenticated ? Envelope.Notes.AUTHENTICATED : Envelope.Notes.NONE,
                    Envelope.Client.UNKNOWN,
                    part.beacon());
        }
    }
}
