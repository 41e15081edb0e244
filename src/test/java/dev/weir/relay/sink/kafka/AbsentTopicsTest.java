package dev.weir.relay.sink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsentTopicsTest {

    private static final long NOW = 1_000_000;

    private final AbsentTopics topics = new AbsentTopics();

    @Test
    void aTopicNobodyMissedMayBeUsed() {
        topics.onAbsent("other", NOW);

        assertThat(topics.restMillis("weir", NOW)).isZero();
    }

    @Test
    void anAbsentTopicIsLeftAloneForAWhile() {
        topics.onAbsent("weir", NOW);

        assertThat(topics.restMillis("weir", NOW)).isEqualTo(250);
        assertThat(topics.restMillis("weir", NOW + 249)).isEqualTo(1);
        assertThat(topics.restMillis("weir", NOW + 250)).isZero();
    }

    @Test
    void eachTimeItIsLeftAloneForLongerUpToABound() {
        topics.onAbsent("weir", NOW);
        topics.onAbsent("weir", NOW);
        assertThat(topics.restMillis("weir", NOW)).isEqualTo(500);

        for (int i = 0; i < 100; i++) {
            topics.onAbsent("weir", NOW);
        }

        assertThat(topics.restMillis("weir", NOW)).isEqualTo(10_000);
    }

    @Test
    void onceFoundItBeginsAnew() {
        topics.onAbsent("weir", NOW);
        topics.onAbsent("weir", NOW);

        topics.onPresent("weir");

        assertThat(topics.restMillis("weir", NOW)).isZero();
        topics.onAbsent("weir", NOW);
        assertThat(topics.restMillis("weir", NOW)).isEqualTo(250);
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongTheRest() {
        topics.onAbsent("weir", NOW);

        assertThat(topics.restMillis("weir", NOW - 3_600_000)).isZero();
    }

    @Test
    void noMoreThanAThousandOddAreRemembered() {
        for (int i = 0; i < 1024; i++) {
            topics.onAbsent("weir-" + i, NOW);
        }

        topics.onAbsent("one-more", NOW);

        assertThat(topics.restMillis("weir-1023", NOW)).isEqualTo(250);
        assertThat(topics.restMillis("one-more", NOW)).isZero();
    }
}
