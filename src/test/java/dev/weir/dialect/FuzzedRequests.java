package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.GoldenIntake.Accepted;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Golden requests of one dialect with other bodies, one of each method and path: the first byte says which. */
final class FuzzedRequests {

    private final Dialect dialect;
    private final GoldenIntake intake;
    private final List<GoldenCase> calls;

    FuzzedRequests(Dialect dialect) {
        this.dialect = dialect;
        this.intake = new GoldenIntake(dialect);
        Map<String, GoldenCase> byCall = new LinkedHashMap<>();
        intake.pairsWithEvents().stream()
                .filter(pair -> !pair.body().isEmpty())
                .forEach(pair ->
                        byCall.putIfAbsent(pair.method() + " " + pair.beacon().path(), pair));
        this.calls = new ArrayList<>(byCall.values());
    }

    /** Each golden request's body, behind the byte that says which it is. */
    Stream<byte[]> samples() {
        return Stream.iterate(0, which -> which < calls.size(), which -> which + 1)
                .map(which -> {
                    byte[] body = calls.get(which).beacon().body();
                    byte[] sample = new byte[body.length + 1];
                    sample[0] = which.byteValue();
                    System.arraycopy(body, 0, sample, 1, body.length);
                    return sample;
                });
    }

    /**
     * Asks of a body what {@link DialectContract} asks of golden ones: it is refused with a 4xx, or it means what it means again once it is
     * in the journal, and to the vendor, and written anew.
     */
    void check(byte[] input) {
        if (input.length == 0) {
            return;
        }
        GoldenCase pair = calls.get((input[0] & 0xFF) % calls.size());
        Beacon in = pair.beacon();
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        Accepted accepted;
        try {
            accepted = intake.accept(pair, new Beacon(in.method(), in.path(), in.query(), in.bodyKind(), body));
        } catch (RejectedException refused) {
            assertThat(refused.rejection().status()).isBetween(400, 499);
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        try {
            check(accepted);
        } catch (RejectedException e) {
            throw new AssertionError("accepted, and then refused", e);
        }
    }

    private void check(Accepted accepted) throws RejectedException {
        for (Part.Meant part : accepted.parts()) {
            assertThat(dialect.decode(accepted.envelope(part))).isEqualTo(part.event());
            for (Outbound outbound : List.of(intake.outbound(accepted, part), intake.reencoded(accepted, part))) {
                List<Part.Meant> sent = intake.partsOf(outbound, accepted.section());
                assertThat(sent).hasSize(1);
                assertThat(GoldenIntake.untimed(sent.get(0).event())).isEqualTo(GoldenIntake.untimed(part.event()));
                assertThat(sent.get(0).claim().deviceId()).isEqualTo(GoldenIntake.deviceId(part.claim()));
            }
        }
    }
}
