package dev.weir.journal.kafka;

import static dev.weir.journal.kafka.SpillState.DRAINING;
import static dev.weir.journal.kafka.SpillState.HANDING_OVER;
import static dev.weir.journal.kafka.SpillState.REPLICATED;
import static dev.weir.journal.kafka.SpillState.SPILLING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.journal.kafka.SpillState.Effect;
import dev.weir.journal.kafka.SpillState.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpillStateTest {

    @Test
    void whatKafkaDoesNotTellOfIsTakenBackBeforeItIsSpilled() {
        assertThat(REPLICATED.onSilence())
                .isEqualTo(new Step(SPILLING, List.of(Effect.ABANDON_PRODUCER, Effect.SPILL_FLIGHTS)));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"DRAINING", "HANDING_OVER"})
    void aDrainThatFailsStopsAndEventsGoOnIntoTheSpill(SpillState state) {
        assertThat(state.onSilence())
                .isEqualTo(new Step(SPILLING, List.of(Effect.ABANDON_PRODUCER, Effect.STOP_DRAIN)));
    }

    @Test
    void whatIsOwedIsDrainedBeforeEventsGoStraight() {
        assertThat(SPILLING.onAnswer(1)).isEqualTo(new Step(DRAINING, List.of(Effect.BEGIN_DRAIN)));
        assertThat(SPILLING.onAnswer(0).next()).isEqualTo(REPLICATED);
    }

    @Test
    void eventsWaitForTheLastFewOfTheSpill() {
        assertThat(DRAINING.onOwed(SpillState.FEW + 1).next()).isEqualTo(DRAINING);
        assertThat(DRAINING.onOwed(SpillState.FEW).next()).isEqualTo(HANDING_OVER);
        assertThat(HANDING_OVER.onOwed(1).next()).isEqualTo(HANDING_OVER);
        assertThat(HANDING_OVER.onOwed(0)).isEqualTo(new Step(REPLICATED, List.of(Effect.STOP_DRAIN)));
    }

    @Test
    void eventsDoNotWaitForLong() {
        assertThat(HANDING_OVER.onDelay().next()).isEqualTo(DRAINING);
    }

    @ParameterizedTest
    @EnumSource
    void nothingGoesStraightWhileAnythingIsOwed(SpillState state) {
        if (state != REPLICATED) {
            assertThat(state.onAnswer(1).next()).isNotEqualTo(REPLICATED);
            assertThat(state.onOwed(1).next()).isNotEqualTo(REPLICATED);
            assertThat(state.onDelay().next()).isNotEqualTo(REPLICATED);
            assertThat(state.onSilence().next()).isNotEqualTo(REPLICATED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsHeardTooLateChangesNothing(SpillState state) {
        if (state != SPILLING) {
            assertThat(state.onAnswer(7)).isEqualTo(new Step(state, List.of()));
        }
        if (!state.drains()) {
            assertThat(state.onOwed(0)).isEqualTo(new Step(state, List.of()));
            assertThat(state.onDelay()).isEqualTo(new Step(state, List.of()));
        }
    }
}
