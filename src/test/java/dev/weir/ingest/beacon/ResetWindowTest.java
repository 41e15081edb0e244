package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResetWindowTest {

    private final ResetWindow window = new ResetWindow(3, 100, 1_000);

    @Test
    void theOneThatIsTooManyIsToldOnce() {
        assertThat(countedAt(1_000, 6)).isEqualTo("...!..");
    }

    @Test
    void theNextWindowBeginsAtNone() {
        assertThat(countedAt(1_099, 3)).isEqualTo("...");
        assertThat(countedAt(1_100, 4)).isEqualTo("...!");
    }

    @Test
    void aClockMayBeginAnywhere() {
        ResetWindow atTheEnd = new ResetWindow(1, 100, Long.MAX_VALUE - 10);

        assertThat(atTheEnd.isOverflow(Long.MAX_VALUE)).isFalse();
        assertThat(atTheEnd.isOverflow(Long.MIN_VALUE + 10)).isTrue();
        assertThat(atTheEnd.isOverflow(Long.MIN_VALUE + 200)).isFalse();
    }

    private String countedAt(long now, int times) {
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < times; i++) {
            told.append(window.isOverflow(now) ? '!' : '.');
        }
        return told.toString();
    }
}
