package dev.weir.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.redis.UntoldChanges.Told;
import dev.weir.state.CartChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes that wait, are sent, and are lost. */
final class UntoldChangesTest {

    private final Counter givenUp = new SimpleMeterRegistry().counter("given.up");
    private final UntoldChanges changes = new UntoldChanges(givenUp);

    @Test
    void changesAreSentInTheirOrder() {
        add(1, 3, 1);

        assertThat(sent()).containsExactly(1L, 2L, 3L);
        assertThat(changes.areSent()).isTrue();
    }

    @Test
    void whatWasNotAnsweredIsSentAgainBeforeTheRest() {
        add(1, 3, 1);
        sent();
        changes.onAnswered();
        add(4, 4, 1);
        changes.onLinkLost();

        assertThat(sent()).containsExactly(2L, 3L, 4L);
        assertThat(givenUp.count()).isZero();
    }

    @Test
    void noMoreAreSentThanTheBound() {
        add(1, UntoldChanges.MAX_SENT + 2, 1);

        assertThat(sent()).hasSize(UntoldChanges.MAX_SENT);
        assertThat(changes.areSent()).isFalse();
        changes.onAnswered();
        assertThat(sent()).containsExactly(UntoldChanges.MAX_SENT + 1L);
    }

    @Test
    void ofTooManyTheOldestAreGivenUp() {
        add(1, UntoldChanges.MAX_WAITING + 2, 1);

        assertThat(givenUp.count()).isEqualTo(2);
        assertThat(sent().get(0)).isEqualTo(3);
    }

    @Test
    void ofTooManyLinesTheOldestAreGivenUp() {
        int each = 1 + 2 * 99;
        int fit = UntoldChanges.MAX_LINES / each;
        add(1, fit + 2, 99);

        assertThat(givenUp.count()).isEqualTo(2);
        changes.trySend();
        add(fit + 3, fit + 3, 99);
        assertThat(givenUp.count()).as("what is sent makes room").isEqualTo(2);
    }

    @Test
    void changeThatEndsEveryConnectionIsGivenUp() {
        add(1, 2, 1);
        for (int i = 1; i < UntoldChanges.MOST_TRIES; i++) {
            assertThat(sent()).containsExactly(1L, 2L);
            changes.onLinkLost();
        }
        sent();
        changes.onLinkLost();

        assertThat(sent()).containsExactly(2L);
        assertThat(givenUp.count()).isEqualTo(1);
    }

    private void add(int from, int to, int lines) {
        Map<String, Integer> cart = new LinkedHashMap<>();
        for (int i = 0; i < lines; i++) {
            cart.put("item-" + i, 1);
        }
        for (int i = from; i <= to; i++) {
            changes.add(new Told("d", new CartChange(CartChange.Kind.ADD, cart, cart), i, 0));
        }
    }

    /** All that may be. */
    private List<Long> sent() {
        List<Long> numbers = new ArrayList<>();
        for (Told next = changes.trySend(); next != null; next = changes.trySend()) {
            numbers.add(next.number());
        }
        return numbers;
    }
}
