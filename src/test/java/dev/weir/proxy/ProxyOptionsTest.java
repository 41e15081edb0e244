package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 1, 0, proxy.connections: 0 (expected: > 0)",
        "1, 0, 1, 1, 0, proxy.max-in-flight: 0 (expected: > 0)",
        "1, 5, 4, 1, 0, proxy.max-waiting: 4 (expected: at least max-in-flight)",
        "1, 1, 1, 0, 0, proxy.max-answer-bytes: 0 (expected: > 0)",
        "1, 1, 1, 1, -1, proxy.cache-bytes: -1 (expected: 0 or more)"
    })
    void whatIsWrongIsNamed(int connections, int inFlight, int waiting, int answer, long cache, String message) {
        assertThatThrownBy(() -> new ProxyOptions(connections, inFlight, waiting, answer, cache))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
