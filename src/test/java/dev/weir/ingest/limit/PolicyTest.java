package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {

    @ParameterizedTest
    @CsvSource({
        "500,  500,  500, 1",
        "500,  1200, 1000, 2",
        "500,  100,  100, 1",
        "500,  750,  500, 1",
        "1,    60,   60, 60",
        "1000000000, 9223372036854775807, 999999999999999, 9223372036"
    })
    void theLargestPromiseThatTheBucketKeeps(long refillPerSecond, long capacity, long quota, long windowSeconds) {
        assertThat(Policy.of(new Limit(refillPerSecond, capacity, Mode.ENFORCE)))
                .isEqualTo(new Policy(quota, windowSeconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1000000000, 1", "1000000001, 2", "3999999999, 4"})
    void theWaitIsRoundedUpAndNeverNone(long waitNanos, long seconds) {
        assertThat(new Policy(500, 1).refusal(0, waitNanos).retryAfterSeconds()).isEqualTo(seconds);
    }

    /** draft-ietf-httpapi-ratelimit-headers-11, 3.2 and 4.2. */
    @Test
    void theFieldsAreWrittenAsTheDraftHasThem() {
        assertThat(new Policy(100, 10).refusal(50, 30_000_000_000L))
                .isEqualTo(new Refusal(30, "\"default\";r=50;t=30", "\"default\";q=100;w=10"));
    }
}
