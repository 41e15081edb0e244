package dev.weir.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThresholdTest {

    private final LoadResult result = Results.ofOneConnection(
            Results.plan(500, Duration.ofSeconds(20)), 5_000 * Results.MILLI, 2_000 * Results.MILLI);

    @Test
    void aBoundIsExceededBySomethingMore() {
        assertThat(Threshold.parse("p99=50ms").isExceededBy(result)).isTrue();
        assertThat(Threshold.parse("p50=50ms").isExceededBy(result)).isFalse();
        assertThat(Threshold.parse("max=2.5s").isExceededBy(result)).isFalse();
        assertThat(Threshold.parse("max=1500ms").isExceededBy(result)).isTrue();
    }

    @Test
    void theVerdictSaysWhatWasFound() {
        assertThat(Threshold.parse("p50=500us").verdict(result)).isEqualTo("p50=500us exceeded: 1.000 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "50ms", "p99", "p99=50", "p100=1s", "p99<50ms", "p=1s"})
    void whatIsNoBoundIsNamed(String text) {
        assertThatThrownBy(() -> Threshold.parse(text))
                .hasMessage(text + " (expected: a bound such as p99=50ms, p99.9=1s or max=2s)");
    }
}
