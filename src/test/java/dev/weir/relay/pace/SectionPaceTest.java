package dev.weir.relay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SectionPaceTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = -SECOND;
    private SectionPace pace = pace(500, 50);

    @Example
    void asManyGoAtOnceAsTheBucketHolds() {
        assertThat(takeAll()).isEqualTo(50);
    }

    @Example
    void noMoreGoInTheLongRunThanConfigured() {
        assertThat(takeFor(100 * SECOND)).isBetween(50_000L, 50_050L);
    }

    @Example
    void theBucketHoldsNoMoreAfterARest() {
        takeAll();
        now += 3600 * SECOND;

        assertThat(takeAll()).isEqualTo(50);
    }

    @Example
    void itTellsWhenTheNextMayGo() {
        takeAll();
        long wait = pace.nanosToNext(now);

        now += wait - 1;
        boolean isEarlier = pace.tryTake(now);
        now++;

        assertThat(isEarlier).isFalse();
        assertThat(pace.nanosToNext(now)).isZero();
        assertThat(pace.tryTake(now)).isTrue();
    }

    @Example
    void oneRequestASecondIsAPaceToo() {
        pace = pace(1, 1);

        assertThat(takeFor(100 * SECOND)).isBetween(100L, 101L);
    }

    @Example
    void withoutALimitEverythingGoes() {
        pace = new SectionPace(PaceOptions.UNLIMITED, () -> now);

        for (int i = 0; i < 100_000; i++) {
            assertThat(pace.tryTake(now)).isTrue();
        }
        assertThat(pace.nanosToNext(now)).isZero();
    }

    @Example
    void aVendorIsLeftAloneForAsLongAsItWants() {
        pace.onThrottled(7 * SECOND, now);

        assertThat(pace.nanosToNext(now)).isEqualTo(7 * SECOND);
        now += 7 * SECOND - 1;
        assertThat(pace.tryTake(now)).isFalse();
        now++;
        assertThat(pace.tryTake(now)).isTrue();
    }

    @Example
    void withoutALimitAVendorIsLeftAloneToo() {
        pace = new SectionPace(PaceOptions.UNLIMITED, () -> now);

        pace.onThrottled(7 * SECOND, now);

        assertThat(pace.tryTake(now)).isFalse();
        assertThat(pace.nanosToNext(now)).isEqualTo(7 * SECOND);
        now += 7 * SECOND;
        assertThat(pace.tryTake(now)).isTrue();
    }

    @Example
    void aShorterWaitDoesNotEndALongerOne() {
        pace.onThrottled(7 * SECOND, now);
        pace.onThrottled(SECOND, now);

        assertThat(pace.nanosToNext(now)).isEqualTo(7 * SECOND);
    }

    @Example
    void aVendorThatDoesNotSayIsLeftAloneForAWhile() {
        pace.onThrottled(0, now);

        assertThat(pace.tryTake(now)).isFalse();
        assertThat(pace.nanosToNext(now)).isBetween(1L, SECOND);
    }

    @Example
    void aComplaintLowersThePace() {
        pace.onThrottled(0, now);

        assertThat(pace.perSecond()).isEqualTo(500 * 0.85);
        now += SECOND;
        takeAll();
        assertThat(takeFor(100 * SECOND)).isBetween(42_400L, 42_600L);
    }

    @Example
    void complaintsWithinASecondLowerItOnce() {
        for (int i = 0; i < 50; i++) {
            pace.onThrottled(0, now);
            now += 10 * MILLI;
        }

        assertThat(pace.perSecond()).isEqualTo(500 * 0.85);
    }

    @Example
    void complaintsThatGoOnForSecondsLowerItOnceASecond() {
        for (int i = 0; i < 300; i++) {
            pace.onThrottled(0, now);
            now += 10 * MILLI;
        }

        assertThat(pace.perSecond()).isBetween(500 * Math.pow(0.85, 3) - 1, 500 * Math.pow(0.85, 3) + 1);
    }

    @Example
    void itNeverFallsToNothing() {
        for (int i = 0; i < 1000; i++) {
            pace.onThrottled(0, now);
            now += SECOND;
        }

        assertThat(pace.perSecond()).isEqualTo(1);
        assertThat(pace.tryTake(now)).isTrue();
    }

    @Example
    void itRisesAgainWithSuccess() {
        pace.onThrottled(0, now);
        double low = pace.perSecond();

        succeedFor(10 * SECOND);

        assertThat(pace.perSecond()).isGreaterThan(low);
    }

    @Example
    void itReachesWhatIsConfiguredAgainAndNoMore() {
        pace.onThrottled(0, now);

        succeedFor(600 * SECOND);

        assertThat(pace.perSecond()).isEqualTo(500);
        takeAll();
        assertThat(takeFor(100 * SECOND)).isBetween(49_950L, 50_010L);
    }

    @Example
    void itDoesNotRiseWhileNothingSucceeds() {
        pace.onThrottled(0, now);
        double low = pace.perSecond();
        now += 600 * SECOND;

        assertThat(pace.perSecond()).isEqualTo(low);
    }

    @Property(tries = 100)
    void whateverTheVendorSaysItStaysWithinItsLimit(@ForAll long seed) {
        Random random = new Random(seed);
        long taken = 0;
        long before = now;
        for (int i = 0; i < 3000; i++) {
            now += random.nextInt(20_000_000);
            if (random.nextInt(50) == 0) {
                pace.onThrottled(random.nextInt(3) * 100 * MILLI, now);
            }
            if (pace.tryTake(now)) {
                taken++;
                pace.onTaken(now);
            }
            assertThat(pace.perSecond()).isBetween(1.0, 500.0);
        }
        assertThat(taken).isLessThanOrEqualTo(50 + (now - before) * 500 / SECOND);
    }

    @Example
    void aVendorThatAllowsLessThanConfiguredGetsAlmostWhatItAllows() {
        Vendor vendor = new Vendor(100, 10);
        vendor.serve(300 * SECOND);
        vendor.forget();

        vendor.serve(600 * SECOND);

        assertThat(vendor.taken / 600.0).isGreaterThanOrEqualTo(90);
        assertThat(vendor.refused).isLessThan(vendor.taken / 20);
    }

    @Example
    void aVendorThatAllowsFarLessGetsAlmostWhatItAllows() {
        Vendor vendor = new Vendor(20, 5);
        vendor.serve(300 * SECOND);
        vendor.forget();

        vendor.serve(600 * SECOND);

        assertThat(vendor.taken / 600.0).isGreaterThanOrEqualTo(16);
        assertThat(vendor.refused).isLessThan(vendor.taken / 4);
    }

    @Example
    void aSlowerPaceKeepsTheTokensThatAreLeft() {
        pace = pace(100, 50);
        for (int i = 0; i < 50; i++) {
            pace.tryTake(now);
        }
        boolean isAnother = pace.retune(new PaceOptions(10, 50));

        assertThat(isAnother).isTrue();
        assertThat(pace.tryTake(now)).isFalse();
        assertThat(pace.perSecond()).isEqualTo(10);
        assertThat(pace.nanosToNext(now)).isBetween(SECOND / 11, SECOND / 9);
    }

    @Example
    void aPaceThatWasCutIsNotRaisedAtOnce() {
        pace = pace(100, 50);
        pace.onThrottled(0, now);
        double cut = pace.perSecond();
        pace.retune(new PaceOptions(1_000, 50));

        assertThat(cut).isLessThan(100);
        assertThat(pace.perSecond()).isEqualTo(cut);
        assertThat(pace.allowedPerSecond()).isEqualTo(1_000);
    }

    @Example
    void aPaceThatIsTakenAwayAndGivenAgainHolds() {
        pace = pace(1, 1);
        pace.retune(PaceOptions.UNLIMITED);
        boolean isFree = pace.tryTake(now) && pace.tryTake(now) && pace.nanosToNext(now) == 0;
        pace.retune(new PaceOptions(1, 1));

        assertThat(isFree).isTrue();
        assertThat(pace.tryTake(now)).isTrue();
        assertThat(pace.tryTake(now)).isFalse();
    }

    @Example
    void theSamePaceIsNoChange() {
        pace = pace(100, 50);

        assertThat(pace.retune(new PaceOptions(100, 50))).isFalse();
    }

    private SectionPace pace(long refill, long capacity) {
        return new SectionPace(new PaceOptions(refill, capacity), () -> now);
    }

    private long takeAll() {
        long taken = 0;
        while (pace.tryTake(now)) {
            taken++;
        }
        return taken;
    }

    private long takeFor(long nanos) {
        long taken = 0;
        for (long end = now + nanos; now < end; now += MILLI) {
            taken += takeAll();
        }
        return taken;
    }

    private void succeedFor(long nanos) {
        for (long end = now + nanos; now < end; now += 10 * MILLI) {
            if (pace.tryTake(now)) {
                pace.onTaken(now);
            }
        }
    }

    /** Allows so many requests a second, and always has as many to answer as the pace lets go. */
    private final class Vendor {

        final double perSecond;
        final double capacity;
        double tokens;
        long filledNanos = now;
        long taken;
        long refused;

        Vendor(double perSecond, double capacity) {
            this.perSecond = perSecond;
            this.capacity = capacity;
            this.tokens = capacity;
        }

        void forget() {
            taken = 0;
            refused = 0;
        }

        void serve(long nanos) {
            for (long end = now + nanos; now < end; now += Math.max(MILLI, pace.nanosToNext(now))) {
                while (pace.tryTake(now)) {
                    answer();
                }
            }
        }

        private void answer() {
            tokens = Math.min(capacity, tokens + (now - filledNanos) * perSecond / SECOND);
            filledNanos = now;
            if (tokens < 1) {
                refused++;
                pace.onThrottled(0, now);
            } else {
                tokens--;
                taken++;
                pace.onTaken(now);
            }
        }
    }
}
