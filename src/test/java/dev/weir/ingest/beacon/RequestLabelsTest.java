package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestLabelsTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    @ParameterizedTest
    @ValueSource(strings = {"a", "8f2c-41", "!~", "550e8400-e29b-41d4-a716-446655440000"})
    void aRequestIdOfVisibleCharactersIsTaken(String id) {
        assertThat(requestId(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "caf\u00e9", "a\u007f"})
    void anotherIsAsGoodAsNone(String id) {
        assertThat(requestId(id)).isNull();
    }

    @Test
    void aRequestIdHasAtMost128Characters() {
        assertThat(requestId("x".repeat(128))).hasSize(128);
        assertThat(requestId("x".repeat(129))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {TRACE + "01", TRACE + "00", TRACE + "ff"})
    void aTraceOfVersion00IsTaken(String trace) {
        assertThat(traceparent(trace)).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TRACE,
                TRACE + "0",
                TRACE + "0g",
                TRACE + "0F",
                TRACE + "01-x",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01"
            })
    void whatIsNoTraceIsAsGoodAsNone(String trace) {
        assertThat(traceparent(trace)).isNull();
    }

    @Test
    void whoSaysNothingHasNeither() {
        assertThat(RequestLabels.requestId(MultiMap.caseInsensitiveMultiMap())).isNull();
        assertThat(RequestLabels.traceparent(MultiMap.caseInsensitiveMultiMap()))
                .isNull();
    }

    private static String requestId(String value) {
        return RequestLabels.requestId(MultiMap.caseInsensitiveMultiMap().add("X-Request-Id", value));
    }

    private static String traceparent(String value) {
        return RequestLabels.traceparent(MultiMap.caseInsensitiveMultiMap().add("traceparent", value));
    }
}
