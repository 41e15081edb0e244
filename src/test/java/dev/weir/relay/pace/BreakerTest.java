package dev.weir.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long MIN_PAUSE = Duration.ofMillis(500).toNanos();
    private static final long MAX_PAUSE = Duration.ofSeconds(15).toNanos();

    private final Breaker breaker =
            new Breaker(new BreakerOptions(3, Duration.ofMillis(500), Duration.ofSeconds(15)), new SplittableRandom(1));

    @Test
    void fewFailuresDoNotOpenIt() {
        fail(2, 0);

        assertThat(breaker.mayPass(0)).isTrue();
    }

    @Test
    void asManyFailuresAsConfiguredOpenIt() {
        fail(3, 0);

        assertThat(breaker.mayPass(0)).isFalse();
        assertThat(breaker.isClosed()).isFalse();
    }

    @Test
    void aSuccessInBetweenBeginsTheCountAnew() {
        fail(2, 0);
        breaker.onSuccess();
        fail(2, 0);

        assertThat(breaker.mayPass(0)).isTrue();
    }

    @Test
    void nothingPassesBeforeThePauseHasPassed() {
        fail(3, 0);
        long pause = breaker.nanosToNext(0);

        assertThat(pause).isBetween(MIN_PAUSE, 3 * MIN_PAUSE);
        assertThat(breaker.mayPass(pause - 1)).isFalse();
        assertThat(breaker.mayPass(pause)).isTrue();
    }

    @Test
    void oneCallTriesAndOthersWaitForItsAnswer() {
        fail(3, 0);
        long due = breaker.nanosToNext(0);

        assertThat(breaker.onPassed()).isTrue();
        assertThat(breaker.mayPass(due)).isFalse();
        assertThat(breaker.nanosToNext(due)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCallThroughAClosedOneTriesNothing() {
        assertThat(breaker.onPassed()).isFalse();
    }

    @Test
    void theAnswerToTheOneThatTriedClosesIt() {
        fail(3, 0);
        breaker.onPassed();

        breaker.onSuccess();

        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.mayPass(0)).isTrue();
    }

    @Test
    void itsFailureOpensItAgain() {
        fail(3, 0);
        breaker.onPassed();

        breaker.onFailure(true, 1_000_000_000);

        assertThat(breaker.mayPass(1_000_000_000)).isFalse();
        assertThat(breaker.nanosToNext(1_000_000_000)).isBetween(MIN_PAUSE, MAX_PAUSE);
    }

    @Test
    void pausesGrowUpToTheLongest() {
        long now = 0;
        long longest = 0;
        fail(3, now);
        for (int i = 0; i < 100; i++) {
            long pause = breaker.nanosToNext(now);
            assertThat(pause).isBetween(MIN_PAUSE, MAX_PAUSE);
            longest = Math.max(longest, pause);
            now += pause;
            breaker.onPassed();
            breaker.onFailure(true, now);
        }

        assertThat(longest).isGreaterThan(MAX_PAUSE / 2);
    }

    @Test
    void theFirstPauseAfterASuccessIsAShortOne() {
        for (int i = 0; i < 100; i++) {
            fail(3, 0);
            breaker.onPassed();
            breaker.onFailure(true, 0);
        }
        breaker.onSuccess();

        fail(3, 0);

        assertThat(breaker.nanosToNext(0)).isLessThanOrEqualTo(3 * MIN_PAUSE);
    }

    @Test
    void failuresOfCallsThatWentBeforeItOpenedDoNotLengthenThePause() {
        fail(3, 0);
        long due = breaker.nanosToNext(0);

        fail(20, due - 1);

        assertThat(breaker.nanosToNext(due)).isZero();
        assertThat(breaker.mayPass(due)).isTrue();
    }

    @Test
    void failuresOfCallsThatWentBeforeItOpenedDoNotSpeakForTheOneThatTries() {
        fail(3, 0);
        breaker.onPassed();

        fail(20, 1);
        breaker.onSuccess();

        assertThat(breaker.isClosed()).isTrue();
    }

    private void fail(int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            breaker.onFailure(false, nowNanos);
        }
    }
}
