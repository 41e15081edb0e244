package dev.weir.tool.load;

import static dev.weir.tool.load.Results.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {

    private final LoadPlan plan = Results.plan(100, Duration.ofSeconds(10));

    @Test
    void ofARunThatWentWellThereIsNothingToSay() {
        assertThat(Diagnosis.of(Results.ofOneConnection(plan, Long.MAX_VALUE, 0)))
                .isEmpty();
    }

    @Test
    void aScheduleThatRunsLateIsTold() {
        assertThat(Diagnosis.of(run(50 * MILLI, 0, 0.1)))
                .singleElement()
                .asString()
                .contains("the schedule ran late");
    }

    @Test
    void connectionsThatRunOutAreTold() {
        assertThat(Diagnosis.of(run(0, 50 * MILLI, 0.1)))
                .singleElement()
                .asString()
                .contains("one of 8 (--connections)");
    }

    @Test
    void aBusyMachineIsTold() {
        assertThat(Diagnosis.of(run(0, 0, 0.95)))
                .singleElement()
                .asString()
                .contains("95 % of this machine's processors");
    }

    @Test
    void whatWasHeldBackIsTold() {
        Recorder recorder = Results.recorder(plan);
        recorder.onUnsent();

        assertThat(Diagnosis.of(recorder.result(plan, MILLI, 0)).get(0))
                .startsWith("1 requests were not sent, because 1000");
    }

    private LoadResult run(long lag, long connecting, double cpu) {
        Recorder recorder = Results.recorder(plan);
        for (int i = 0; i < 1_000; i++) {
            long due = i * 10 * MILLI;
            recorder.onSent(due, due + lag);
            long started = due + lag + connecting;
            recorder.onAnswer(due, due + lag, started, started + MILLI, 200, "200", "fsync");
        }
        return recorder.result(plan, 10_000 * MILLI, cpu);
    }
}
