package dev.weir.relay.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.Outcome;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "201, DELIVERED",
        "204, DELIVERED",
        "100, UNKNOWN",
        "101, UNKNOWN",
        "300, UNKNOWN",
        "301, UNKNOWN",
        "302, UNKNOWN",
        "303, UNKNOWN",
        "304, UNKNOWN",
        "307, UNPROCESSED",
        "308, UNPROCESSED",
        "400, REFUSED",
        "401, REFUSED",
        "403, REFUSED",
        "404, REFUSED",
        "408, UNPROCESSED",
        "413, REFUSED",
        "421, UNPROCESSED",
        "425, UNPROCESSED",
        "429, UNPROCESSED",
        "500, UNKNOWN",
        "502, UNKNOWN",
        "503, UNKNOWN",
        "504, UNKNOWN",
        "600, UNKNOWN"
    })
    void aStatusHasOneMeaning(int status, Outcome outcome) {
        assertThat(Verdicts.ofStatus(status, null, NOW).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7000",
        "' 7 ', 7000",
        "0, 0",
        "-5, 0",
        "soon, 0",
        "'', 0",
        "999999999, 3600000",
        "99999999999999999999, 0",
        "'Fri, 02 Jan 2026 03:04:15 GMT', 11000",
        "'Fri, 02 Jan 2026 03:00:00 GMT', 0"
    })
    void retryAfterIsReadInBothFormsAndBounded(String header, long waitMillis) {
        assertThat(Verdicts.ofStatus(429, header, NOW).waitMillis()).isEqualTo(waitMillis);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 429, 500, 503})
    void whoeverIsTriedAgainIsLeftAloneForAsLongAsItAsks(int status) {
        assertThat(Verdicts.ofStatus(status, "7", NOW).waitMillis()).isEqualTo(7000);
    }

    @Test
    void aRedirectSaysWhyItIsTrouble() {
        assertThat(Verdicts.ofStatus(301, null, NOW).reason()).isEqualTo("status 301, and redirects are not followed");
    }

    @Test
    void withoutARequestSentNothingWasProcessed() {
        assertThat(Verdicts.ofFailure(new IOException(), false, false).outcome())
                .isEqualTo(Outcome.UNPROCESSED);
    }

    @Test
    void aRefusedStreamWasNotProcessed() {
        assertThat(Verdicts.ofFailure(new StreamResetException(7), true, false).outcome())
                .isEqualTo(Outcome.UNPROCESSED);
    }

    @Test
    void aStreamThatAGoAwayExcludesWasNotProcessed() {
        assertThat(Verdicts.ofFailure(new IOException(), true, true).outcome()).isEqualTo(Outcome.UNPROCESSED);
    }

    @Test
    void anyOtherResetLeavesItOpen() {
        assertThat(Verdicts.ofFailure(new StreamResetException(2), true, false).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aConnectionLostAfterSendingLeavesItOpen() {
        assertThat(Verdicts.ofFailure(new IOException(), true, false).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}
