package dev.weir.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConcurrencyLimitTest {

    private static final long ROUND_TRIP = Duration.ofMillis(20).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Property(tries = 200)
    void whateverHappensItStaysWithinItsBounds(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int min, @ForAll @IntRange(max = 200) int more) {
        ConcurrencyLimit limit = new ConcurrencyLimit(min, min + more);
        Random random = new Random(seed);
        long now = 0;
        for (int i = 0; i < 2000; i++) {
            now += random.nextInt(100_000_000);
            if (random.nextInt(4) == 0) {
                limit.onFailure(now);
            } else {
                limit.onAnswer(random.nextLong(1, 10 * SECOND), 1 + random.nextInt(limit.limit()));
            }
            assertThat(limit.limit()).isBetween(min, min + more);
        }
    }

    @Example
    void itBeginsLow() {
        assertThat(new ConcurrencyLimit(4, 1000).limit()).isEqualTo(16);
    }

    @Example
    void itIsFixedWhereTheLeastIsTheMost() {
        ConcurrencyLimit limit = new ConcurrencyLimit(Integer.MAX_VALUE, 40);

        for (int i = 1; i <= 100; i++) {
            limit.onFailure(i * SECOND);
        }

        assertThat(limit.limit()).isEqualTo(40);
    }

    @Example
    void itDoublesWithEveryRoundTripWhileAllIsWell() {
        ConcurrencyLimit limit = new ConcurrencyLimit(4, 1000);

        roundTrip(limit, ROUND_TRIP);

        assertThat(limit.limit()).isEqualTo(32);
    }

    @Example
    void itReachesTheMostWhileAllIsWell() {
        ConcurrencyLimit limit = new ConcurrencyLimit(4, 1000);

        for (int i = 0; i < 10; i++) {
            roundTrip(limit, ROUND_TRIP);
        }

        assertThat(limit.limit()).isEqualTo(1000);
    }

    @Example
    void callsThatDoNotUseItTeachNothing() {
        ConcurrencyLimit limit = new ConcurrencyLimit(4, 1000);

        for (int i = 0; i < 1000; i++) {
            limit.onAnswer(ROUND_TRIP, 2);
        }

        assertThat(limit.limit()).isEqualTo(16);
    }

    @Example
    void aFailureCutsIt() {
        ConcurrencyLimit limit = grown();

        limit.onFailure(SECOND);

        assertThat(limit.limit()).isEqualTo(800);
    }

    @Example
    void failuresTogetherCutItOnce() {
        ConcurrencyLimit limit = grown();

        for (int i = 0; i < 100; i++) {
            limit.onFailure(SECOND + i);
        }

        assertThat(limit.limit()).isEqualTo(800);
    }

    @Example
    void failuresThatGoOnCutItToTheLeast() {
        ConcurrencyLimit limit = grown();

        for (int i = 0; i < 100; i++) {
            limit.onFailure(i * SECOND);
        }

        assertThat(limit.limit()).isEqualTo(4);
    }

    @Example
    void slowAnswersLowerIt() {
        ConcurrencyLimit limit = grown();

        for (int i = 0; i < 400; i++) {
            limit.onAnswer(5 * ROUND_TRIP, limit.limit());
        }

        assertThat(limit.limit()).isLessThan(900);
    }

    @Example
    void itComesBackWhenAnswersAreQuickAgain() {
        ConcurrencyLimit limit = grown();
        for (int i = 0; i < 20; i++) {
            limit.onFailure(i * SECOND);
        }

        for (int i = 0; i < 200; i++) {
            roundTrip(limit, ROUND_TRIP);
        }

        assertThat(limit.limit()).isEqualTo(1000);
    }

    /** By the formula, reckoned apart: it falls while answers are slower than usual, until they are what is usual. */
    @Example
    void itFollowsAnswersThatBecameSlower() {
        ConcurrencyLimit limit = new ConcurrencyLimit(1, 1000);
        answer(limit, 84, ROUND_TRIP);
        assertThat(limit.limit()).isEqualTo(100);

        answer(limit, 1, 3 * ROUND_TRIP);
        assertThat(limit.limit()).isEqualTo(99);
        answer(limit, 99, 3 * ROUND_TRIP);
        assertThat(limit.limit()).isEqualTo(84);
        answer(limit, 200, 3 * ROUND_TRIP);
        assertThat(limit.limit()).isEqualTo(92);
        answer(limit, 300, 3 * ROUND_TRIP);
        assertThat(limit.limit()).isEqualTo(122);
    }

    @Example
    void aHigherLeastHoldsAtOnce() {
        ConcurrencyLimit limit = new ConcurrencyLimit(1, 100);

        limit.retune(50);
        assertThat(limit.limit()).isEqualTo(50);
        limit.retune(1000);
        assertThat(limit.limit()).isEqualTo(100);
    }

    @Example
    void failuresAfterHalfASecondCountAgain() {
        ConcurrencyLimit limit = new ConcurrencyLimit(1, 100);

        limit.onFailure(0);
        limit.onFailure(SECOND / 2 - 1);
        assertThat(limit.limit()).isEqualTo(12);
        limit.onFailure(SECOND / 2);
        assertThat(limit.limit()).isEqualTo(10);
    }

    private static void answer(ConcurrencyLimit limit, int times, long nanos) {
        for (int i = 0; i < times; i++) {
            limit.onAnswer(nanos, limit.limit());
        }
    }

    private static ConcurrencyLimit grown() {
        ConcurrencyLimit limit = new ConcurrencyLimit(4, 1000);
        for (int i = 0; i < 10; i++) {
            roundTrip(limit, ROUND_TRIP);
        }
        return limit;
    }

    /** All calls that the limit allows are made, and answered after the same time. */
    private static void roundTrip(ConcurrencyLimit limit, long nanos) {
        int inFlight = limit.limit();
        for (int i = 0; i < inFlight; i++) {
            limit.onAnswer(nanos, inFlight);
        }
    }
}
