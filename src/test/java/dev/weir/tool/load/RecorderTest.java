package dev.weir.tool.load;

import static dev.weir.tool.load.Results.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RecorderTest {

    private final LoadPlan plan = Results.plan(500, Duration.ofSeconds(20));

    @Test
    void aServerThatStallsShowsInTheCorrectedLatencyAndNotInTheServiceTime() {
        LoadResult result = Results.ofOneConnection(plan, 5_000 * MILLI, 2_000 * MILLI);

        assertThat(result.service().getValueAtPercentile(99)).isBetween(990L, 1_010L);
        assertThat(result.latency().getValueAtPercentile(99)).isGreaterThan(1_700_000L);
        assertThat(result.service().getMaxValue()).isGreaterThan(1_990_000L);
    }

    @Test
    void withoutAStallBothAreTheSame() {
        LoadResult result = Results.ofOneConnection(plan, Long.MAX_VALUE, 0);

        assertThat(result.latency().getMaxValue()).isEqualTo(result.service().getMaxValue());
        assertThat(result.counts().sent()).isEqualTo(10_000);
    }

    @Test
    void whatFailsCountsInTheLatencyToo() {
        Recorder recorder = Results.recorder(plan);
        recorder.onSent(0, 0);
        recorder.onFailure(0, 9_000 * MILLI, "no answer in time");

        LoadResult result = recorder.result(plan, 9_000 * MILLI, 0);

        assertThat(result.latency().getMaxValue()).isGreaterThan(8_900_000L);
        assertThat(result.outcomes()).containsEntry("no answer in time", 1L);
        assertThat(result.errors()).isEqualTo(1);
    }

    @Test
    void acknowledgementsAreCountedByPromiseAndDuplicatesAmongThem() {
        Recorder recorder = Results.recorder(plan);
        for (String outcome : new String[] {"200", "200 duplicate", "429 limited"}) {
            recorder.onSent(0, 0);
            int status = Integer.parseInt(outcome.substring(0, 3));
            recorder.onAnswer(0, 0, 0, MILLI, status, outcome, status == 200 ? "fsync" : "");
        }
        recorder.onSent(0, 0);

        LoadResult.Counts counts = recorder.result(plan, MILLI, 0).counts();

        assertThat(counts.acknowledged()).isEqualTo(2);
        assertThat(counts.accepted()).isEqualTo(1);
        assertThat(counts.succeeded()).isEqualTo(2);
        assertThat(counts.open()).isEqualTo(1);
    }

    @Test
    void theWordsOfAServerTakeBoundedMemory() {
        Recorder recorder = Results.recorder(plan);
        for (int i = 0; i < 1_000; i++) {
            recorder.onSent(0, 0);
            recorder.onAnswer(0, 0, 0, MILLI, 400, "400 reason" + i, "");
        }

        LoadResult result = recorder.result(plan, MILLI, 0);

        assertThat(result.outcomes()).hasSizeLessThanOrEqualTo(65).containsKey("other");
        assertThat(result.outcomes().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1_000);
    }

    @Test
    void aLongRunHasBoundedStretches() {
        Timeline timeline = new Timeline(Duration.ofDays(1));
        for (long second = 0; second < Duration.ofDays(1).toSeconds(); second++) {
            timeline.onSent(second * 1_000 * MILLI);
        }
        timeline.close(Duration.ofDays(1).toNanos());

        assertThat(timeline.slots()).hasSizeLessThanOrEqualTo(240).allMatch(slot -> slot.sent() > 0);
    }

    @Test
    void theReasonIsTakenFromTheVerdict() {
        assertThat(HttpWire.outcome(429, "rejected;reason=limited")).isEqualTo("429 limited");
        assertThat(HttpWire.outcome(200, "duplicate")).isEqualTo("200 duplicate");
        assertThat(HttpWire.outcome(200, "accepted")).isEqualTo("200");
        assertThat(HttpWire.outcome(503, null)).isEqualTo("503");
    }
}
