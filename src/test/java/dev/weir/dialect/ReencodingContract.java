package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.GoldenIntake.Accepted;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every dialect owes of an event that it writes anew from the model, asked of each of its golden pairs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ReencodingContract {

    /** What turns a name into another, a text into another or into none, a number into another. */
    private static final byte[] HOSTILE_BYTES = {'_', '9', '"'};

    private final Dialect dialect;
    private final GoldenIntake intake;

    protected ReencodingContract(Dialect dialect) {
        this.dialect = dialect;
        this.intake = new GoldenIntake(dialect);
    }

    List<GoldenCase> pairs() {
        List<GoldenCase> pairs = intake.pairsWithEvents();
        assertThat(pairs).isNotEmpty();
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void decodesToTheSameEvent(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            assertThat(decodedAnew(accepted, part)).isEqualTo(part.event());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isAcceptedAsARequestOfThatVisitorAndSection(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            Outbound outbound = intake.reencoded(accepted, part);
            List<Part.Meant> parts = intake.partsOf(outbound, accepted.section());
            assertThat(parts).hasSize(1);
            assertThat(GoldenIntake.untimed(parts.get(0).event())).isEqualTo(part.event());
            Claim claim = parts.get(0).claim();
            assertThat(claim.deviceId()).isEqualTo(GoldenIntake.deviceId(part.claim()));
            assertThat(claim.sessionId()).isEqualTo(GoldenIntake.outboundSessionId(part.claim()));
            assertThat(keyId(intake.call(outbound))).isEqualTo(keyId(intake.call(intake.outbound(accepted, part))));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void showsTheSecretsThatTheSplicedOneShows(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            assertThat(GoldenIntake.secrets(intake.call(intake.reencoded(accepted, part))))
                    .isEqualTo(GoldenIntake.secrets(intake.call(intake.outbound(accepted, part))));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsOfTheSameClient(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            assertThat(intake.call(intake.reencoded(accepted, part)).client(Envelope.Client.UNKNOWN))
                    .isEqualTo(intake.call(intake.outbound(accepted, part)).client(Envelope.Client.UNKNOWN));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void bodyWrittenAnewTwiceIsTheSame(GoldenCase pair) throws RejectedException {
        Accepted accepted = intake.accept(pair);

        for (Part.Meant part : accepted.parts()) {
            Beacon once = intake.reencoded(accepted, part).beacon();
            if (once.body().length > 0) {
                Beacon twice = dialect.reencoded(
                                with(accepted.envelope(part), once), GoldenIntake.ACCEPTED_MILLIS, accepted.keys())
                        .beacon();
                assertThat(text(twice.body())).isEqualTo(text(once.body()));
            }
        }
    }

    /** What a client got wrong in one byte, and was accepted all the same, has to be written anew as well. */
    @ParameterizedTest
    @MethodSource("pairs")
    void decodesToTheSameEventWithAnyOneByteOfTheRequestChanged(GoldenCase pair) {
        byte[] body = pair.beacon().body();
        for (int at = 0; at < body.length; at++) {
            for (byte hostile : HOSTILE_BYTES) {
                byte[] changed = body.clone();
                changed[at] = hostile;
                reencodeIfAccepted(pair, changed);
            }
        }
    }

    private void reencodeIfAccepted(GoldenCase pair, byte[] body) {
        Accepted accepted;
        try {
            Beacon in = pair.beacon();
            accepted = intake.accept(pair, new Beacon(in.method(), in.path(), in.query(), in.bodyKind(), body));
        } catch (RejectedException refused) {
            return;
        }
        try {
            for (Part.Meant part : accepted.parts()) {
                assertThat(decodedAnew(accepted, part)).isEqualTo(part.event());
            }
        } catch (RejectedException e) {
            throw new AssertionError("accepted, and then refused: " + text(body), e);
        }
    }

    private Event decodedAnew(Accepted accepted, Part.Meant part) throws RejectedException {
        Beacon anew = intake.reencoded(accepted, part).beacon();
        Event event = dialect.decode(with(accepted.envelope(part), anew));
        return part.event().context().timeMillis() == null ? GoldenIntake.untimed(event) : event;
    }

    private static Envelope with(Envelope envelope, Beacon beacon) {
        return new Envelope(
                envelope.dialect(),
                envelope.section(),
                envelope.type(),
                envelope.deviceId(),
                envelope.sessionId(),
                envelope.clientSessionId(),
                envelope.notes(),
                envelope.client(),
                beacon);
    }

    private static String keyId(Call call) throws RejectedException {
        return String.valueOf(call.credential());
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
