package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StateOptionsTest {

    private static final StateOptions DEFAULT = StateOptions.DEFAULT;

    @Test
    void aBoundOfNothingIsRefusedByName() {
        assertThatThrownBy(() -> DEFAULT.withCarts(0, 1, DEFAULT.cartAge()))
                .hasMessage("state.max-carts: 0 (expected: > 0)");
        assertThatThrownBy(() -> DEFAULT.withCarts(1, -1, DEFAULT.cartAge()))
                .hasMessage("state.max-cart-items: -1 (expected: > 0)");
        assertThatThrownBy(() -> DEFAULT.withProducts(0)).hasMessage("state.max-products: 0 (expected: > 0)");
        assertThatThrownBy(() -> DEFAULT.withSessions(1, DEFAULT.sessionAge()))
                .hasMessage("state.max-sessions: 1 (expected: 2 to 16777216)");
    }

    @Test
    void aBoundBeyondMemoryIsRefused() {
        assertThatThrownBy(() -> DEFAULT.withKeys(1 << 30, DEFAULT.keyWindow()))
                .hasMessage("state.max-keys: 1073741824 (expected: at most 16777216)");
    }

    @Test
    void aTimeOfNothingIsRefusedByName() {
        assertThatThrownBy(() -> DEFAULT.withKeys(1, Duration.ZERO))
                .hasMessage("state.key-window: PT0S (expected: > 0)");
        assertThatThrownBy(() -> DEFAULT.withSnapshots(1, Duration.ofSeconds(-1)))
                .hasMessage("state.snapshot-within: PT-1S (expected: > 0)");
        assertThatThrownBy(() -> DEFAULT.withQuestions(1, Duration.ofDays(36_500)))
                .hasMessage("state.answer-within: PT876000H (expected: at most 3650 days)");
    }
}
