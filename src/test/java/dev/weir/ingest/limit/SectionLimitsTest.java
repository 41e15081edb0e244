package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionLimitsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SectionLimits limits = new SectionLimits(nanos::get, SectionLimits.UNKNOWN_DEFAULT, meters);

    @Test
    void theCapacityIsGivenAtOnce() {
        assertThat(granted(section("shop", 500, 500), 600)).isEqualTo(500);
    }

    @Test
    void tokensComeBackAtTheRefillRate() {
        Section shop = section("shop", 10, 500);
        granted(shop, 500);

        nanos.addAndGet(Duration.ofMillis(300).toNanos());

        assertThat(granted(shop, 100)).isEqualTo(3);
    }

    @Test
    void anEmptyBucketTellsWhenToComeBack() {
        Section shop = section("shop", 500, 500);
        granted(shop, 500);

        assertThat(limits.tryTake(shop)).isEqualTo(new Refusal(1, "\"default\";r=0;t=1", "\"default\";q=500;w=1"));
    }

    @Test
    void anotherSectionsTokensAreUntouched() {
        granted(section("busy", 500, 500), 10_000);

        assertThat(granted(section("quiet", 500, 500), 600)).isEqualTo(500);
    }

    @Test
    void shadowModeRefusesNothing() {
        assertThat(granted(section("shop", new Limit(1, 1, Mode.SHADOW)), 100)).isEqualTo(100);
    }

    @Test
    void shadowModeCountsWhatItWouldHaveRefused() {
        granted(section("shop", new Limit(1, 1, Mode.SHADOW)), 100);

        assertThat(limited("shop", "shadow")).isEqualTo(99);
    }

    @Test
    void refusalsAreCountedForTheSection() {
        granted(section("shop", 1, 1), 100);

        assertThat(limited("shop", "enforce")).isEqualTo(99);
    }

    @Test
    void requestsOfNoKnownSectionShareOneBucket() {
        int granted = 0;
        for (int i = 0; i < 200; i++) {
            granted += limits.tryTakeUnknown() == null ? 1 : 0;
        }

        assertThat(granted).isEqualTo(100);
    }

    @Test
    void aBatchTakesAllItsTokensOrNone() {
        Section shop = section("shop", 10, 10);
        limits.tryTake(shop, 7);

        assertThat(limits.tryTake(shop, 4)).isNotNull();
        assertThat(limits.tryTake(shop, 3)).isNull();
    }

    @Test
    void aRefusedBatchLearnsWhatIsLeftAndWhenThereIsEnough() {
        Section shop = section("shop", 2, 10);
        limits.tryTake(shop, 9);

        assertThat(limits.tryTake(shop, 8)).isEqualTo(new Refusal(4, "\"default\";r=1;t=4", "\"default\";q=10;w=5"));
    }

    @Test
    void aBatchBeyondTheCapacityIsAlwaysRefused() {
        assertThat(limits.tryTake(section("shop", 10, 10), 11)).isNotNull();
    }

    @Test
    void aLimitThatChangesKeepsTheTokensThatAreLeft() {
        granted(section("shop", 10, 100), 90);

        assertThat(granted(section("shop", 10, 50), 100)).isEqualTo(10);
    }

    @Test
    void anEqualLimitReadAnewLeavesTheBucketAlone() {
        granted(section("shop", 10, 100), 100);

        assertThat(granted(section("shop", 10, 100), 10)).isZero();
    }

    @Test
    void aLimitCanTurnFromShadowToEnforce() {
        granted(section("shop", new Limit(1, 1, Mode.SHADOW)), 5);

        assertThat(granted(section("shop", 1, 1), 5)).isZero();
    }

    @Test
    void anOperatorsLimitHoldsInsteadOfTheConfigs() {
        Section shop = section("shop", 500, 500);
        limits.override(shop, new Limit(1, 2, Mode.ENFORCE));

        assertThat(granted(shop, 100)).isEqualTo(2);
        assertThat(limits.state(shop)).isEqualTo(new SectionLimits.State(new Limit(1, 2, Mode.ENFORCE), 0));
    }

    @Test
    void anOperatorsLimitEndsWithTheNextConfig() {
        Section shop = section("shop", 10, 100);
        limits.override(shop, new Limit(1, 2, Mode.ENFORCE));
        limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of(shop)));

        assertThat(limits.state(shop).limit()).isEqualTo(shop.limit());
    }

    @Test
    void anotherConfigGivesNoNewTokens() {
        Section shop = section("shop", 10, 100);
        granted(shop, 100);
        Section changed = section("shop", 10, 200);
        limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of(changed)));

        assertThat(granted(changed, 100)).isZero();
    }

    @Test
    void theSharedBucketOfTheUnknownChangesToo() {
        limits.reload(new Limit(1, 1, Mode.ENFORCE), Sections.of(List.of()));
        boolean isFirstGranted = limits.tryTakeUnknown() == null;

        assertThat(isFirstGranted).isTrue();
        assertThat(limits.tryTakeUnknown()).isNotNull();
    }

    @Test
    void aSectionThatComesBackBeginsAnew() {
        Section shop = section("shop", 1, 10);
        granted(shop, 10);
        limits.reload(SectionLimits.UNKNOWN_DEFAULT, Sections.of(List.of()));

        assertThat(granted(shop, 100)).isEqualTo(10);
    }

    @Test
    void aClockThatStartsBelowZeroRefillsToo() {
        nanos.set(Long.MAX_VALUE - 10);
        Section shop = section("shop", 10, 10);
        granted(shop, 10);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(granted(shop, 20)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0          | 1 | limit.refill: 0 (expected: 1 to 1000000000 tokens a second)",
                "1000000001 | 1 | limit.refill: 1000000001 (expected: 1 to 1000000000 tokens a second)",
                "1          | 0 | limit.capacity: 0 (expected: at least 1 token)"
            })
    void aLimitThatNoBucketCanHaveIsNamed(long refillPerSecond, long capacity, String problem) {
        assertThat(SectionLimits.problems("limit", new Limit(refillPerSecond, capacity, Mode.ENFORCE)))
                .containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "500, 500", "1000000000, 9223372036854775807"})
    void aLimitWithoutProblemsHasABucket(long refillPerSecond, long capacity) {
        Limit limit = new Limit(refillPerSecond, capacity, Mode.ENFORCE);

        assertThat(SectionLimits.problems("limit", limit)).isEmpty();
        assertThat(limits.tryTake(section("shop", limit))).isNull();
    }

    private int granted(Section section, int asked) {
        int granted = 0;
        for (int i = 0; i < asked; i++) {
            granted += limits.tryTake(section) == null ? 1 : 0;
        }
        return granted;
    }

    private double limited(String section, String mode) {
        return meters.get("weir.limited")
                .tags("section", section, "mode", mode)
                .counter()
                .count();
    }

    private static Section section(String name, long refillPerSecond, long capacity) {
        return section(name, new Limit(refillPerSecond, capacity, Mode.ENFORCE));
    }

    private static Section section(String name, Limit limit) {
        return new Section(
                name,
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of());
    }
}
