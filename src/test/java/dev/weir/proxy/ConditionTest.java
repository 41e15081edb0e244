package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.Absence;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConditionTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Condition condition = new Condition("vendor");

    @Test
    void aFailureIsAChangeOfState() {
        condition.onFailure(Absence.TIMEOUT, 0);

        assertThat(condition.isFailing()).isTrue();
    }

    @Test
    void anAnswerAmongFailuresIsNone() {
        condition.onFailure(Absence.TIMEOUT, 0);
        condition.onAnswered(9 * SECOND);

        assertThat(condition.isFailing()).isTrue();
    }

    @Test
    void tenSecondsWithoutAFailureAreOne() {
        condition.onFailure(Absence.TIMEOUT, 0);
        condition.onAnswered(10 * SECOND);

        assertThat(condition.isFailing()).isFalse();
    }
}
