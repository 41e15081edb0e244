package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SniffedBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|FORM|JSON",
                "` \t\r\n{`|NONE|JSON",
                "[|FORM|JSON",
                "\"|NONE|JSON",
                "a=1|NONE|FORM",
                "a=1|FORM|FORM",
                "a=1|JSON|JSON",
                "` \t\r\n`|JSON|NONE",
                "``|FORM|NONE",
                "` \u000b`|NONE|FORM"
            })
    void firstByteThatIsNotBlankDecides(String body, BodyKind hint, BodyKind expected) throws RejectedException {
        Beacon beacon = beacon(body, hint);

        Beacon sniffed = SniffedBody.of(beacon);

        assertThat(sniffed.bodyKind()).isEqualTo(expected);
        assertThat(sniffed.body()).isEqualTo(expected == BodyKind.NONE ? new byte[0] : beacon.body());
        assertThat(sniffed.query()).isEqualTo("q=1");
    }

    @Test
    void beaconOfTheKindThatItSaysIsLeftAlone() throws RejectedException {
        Beacon beacon = beacon("{}", BodyKind.JSON);

        assertThat(SniffedBody.of(beacon)).isSameAs(beacon);
    }

    @ParameterizedTest
    @CsvSource({"'\u0000a=1'", "'abc\u0000'", "'\uFEFF{}'", "'\uFEFF'"})
    void otherEncodingsAreRefused(String body) {
        RejectedException refused =
                catchThrowableOfType(RejectedException.class, () -> SniffedBody.of(beacon(body, BodyKind.NONE)));

        assertThat(refused.rejection()).isEqualTo(Rejection.INVALID_UTF8);
    }

    @ParameterizedTest
    @CsvSource({"'abcd\u0000'", "'\u00EF=1'"})
    void whatIsNoOtherEncodingIsReadOn(String body) throws RejectedException {
        assertThat(SniffedBody.of(beacon(body, BodyKind.FORM)).bodyKind()).isEqualTo(BodyKind.FORM);
    }

    private static Beacon beacon(String body, BodyKind kind) {
        return new Beacon("POST", "/push", "q=1", kind, body.getBytes(StandardCharsets.UTF_8));
    }
}
