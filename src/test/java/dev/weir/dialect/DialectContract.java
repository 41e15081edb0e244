package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Call.DeviceNeed;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every dialect owes the intake and the relay, asked of each of its golden pairs. A dialect's test extends this, and
 * its pairs lie in {@code src/test/resources/dialect/<label>/}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DialectContract {

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
        return pairs().stream().filter(pair -> accept(pair).isPresent());
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

        assertThat(dialect.decode(accepted.envelope(dialect.label()))).isEqualTo(accepted.event());
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void journalledBeaconHoldsNoSecret(GoldenCase pair) {
        Accepted accepted = accept(pair).orElseThrow();
        String secret = Optional.ofNullable(accepted.call().secret()).orElse("no such text");

        assertThat(text(accepted.call().withoutSecrets())).doesNotContain(secret);
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void beaconWithoutSecretsIsReadTheSameWithNoneFound(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();
        Call again = dialect.read(pair.route(), accepted.call().withoutSecrets());

        assertThat(again.secret()).isNull();
        assertThat(again.withoutSecrets()).isEqualTo(accepted.call().withoutSecrets());
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconMeansTheSame(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();
        Call outbound = dialect.read(pair.route(), outbound(accepted));

        assertThat(outbound.event(pair.section())).isEqualTo(accepted.event());
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconNamesTheAcceptedVisitor(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();
        Call outbound = dialect.read(pair.route(), outbound(accepted));

        assertThat(outbound.deviceId()).isEqualTo(accepted.deviceId());
        assertThat(outbound.sessionId()).isEqualTo(accepted.outboundSessionId());
    }

    @ParameterizedTest
    @MethodSource("acceptedPairs")
    void outboundBeaconHasTheSecretOfOneWhoPresentedIt(GoldenCase pair) throws RejectedException {
        Accepted accepted = accept(pair).orElseThrow();
        Call outbound = dialect.read(pair.route(), outbound(accepted));

        assertThat(outbound.secret()).isEqualTo(accepted.call().secret());
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
            accepted = accept(pair.route(), beacon, pair.section());
        } catch (RejectedException e) {
            assertThat(e.rejection().status()).isBetween(400, 499);
            return;
        }
        try {
            assertThat(dialect.decode(accepted.envelope(dialect.label()))).isEqualTo(accepted.event());
            assertThat(dialect.read(pair.route(), outbound(accepted)).event(pair.section()))
                    .isEqualTo(accepted.event());
        } catch (RejectedException e) {
            throw new AssertionError("accepted, and then refused: " + text(beacon), e);
        }
    }

    private String outcome(GoldenCase pair) {
        try {
            Accepted accepted = accept(pair.route(), pair.beacon(), pair.section());
            String session = accepted.call().sessionId();
            Answer answer = dialect.accepted(
                    pair.route(), pair.section(), accepted.deviceId(), session == null ? OUR_SESSION : session);
            return "=== call\n" + text(accepted.call()) + "\n=== event\n" + EventText.of(accepted.event()) + "\n"
                    + text(answer);
        } catch (RejectedException e) {
            return text(dialect.rejected(e));
        }
    }

    private Optional<Accepted> accept(GoldenCase pair) {
        try {
            return Optional.of(accept(pair.route(), pair.beacon(), pair.section()));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    private Accepted accept(Route route, Beacon beacon, Section section) throws RejectedException {
        Call call = dialect.read(route, beacon);
        return new Accepted(call, call.sectionKey(), call.event(section));
    }

    private Beacon outbound(Accepted accepted) {
        return dialect.outbound(
                accepted.envelope(dialect.label()),
                List.of(
                        new Section.Key("another", "anothers"),
                        new Section.Key(accepted.sectionKey(), accepted.call().secret())));
    }

    private static String text(Call call) throws RejectedException {
        return line("section", call.sectionKey())
                + line("secret", call.secret())
                + line("device", call.deviceId())
                + line("session", call.sessionId())
                + line("without device", call.deviceNeed().name().toLowerCase(java.util.Locale.ROOT))
                + (call.cookieless() ? "cookieless\n" : "");
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

    /** A request as the intake accepts it: with a device of our own where none came, and a session of ours always. */
    private record Accepted(Call call, String sectionKey, Event event) {

        String deviceId() {
            if (call.deviceId() != null) {
                return call.deviceId();
            }
            return call.deviceNeed() == DeviceNeed.OPTIONAL ? null : OUR_DEVICE;
        }

        String outboundSessionId() {
            if (call.sessionId() != null || deviceId() == null) {
                return call.sessionId();
            }
            return OUR_SESSION;
        }

        Envelope envelope(String dialect) {
            return new Envelope(
                    dialect,
                    "demo",
                    event.type(),
                    deviceId(),
                    deviceId() == null ? null : OUR_SESSION,
                    call.sessionId(),
                    call.secret() != null,
                    Envelope.Client.UNKNOWN,
                    call.withoutSecrets());
        }
    }
}
