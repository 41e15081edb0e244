package dev.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.event.Sections;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class IntakeMetersTest {

    private static final String DIALECT = "personaclick";
    private static final int THREADS = 4;
    private static final int REQUESTS = 100_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IntakeMeters meters = new IntakeMeters(registry, List.of(DIALECT), sections());

    @Test
    void whatHasNoVerdictIsWaiting() {
        meters.onReceived(DIALECT);
        meters.onReceived(DIALECT);
        meters.onReceived(DIALECT);
        meters.onAccepted(DIALECT, "shop", 1);
        meters.publish();

        assertThat(waiting()).isEqualTo(2);
    }

    @Test
    void theBooksStandStillBetweenPublications() {
        meters.onRefused(IntakeMeters.NO_DIALECT, Rejection.UNKNOWN_PATH);

        assertThat(sum("weir.received")).isZero();
        assertThat(sum("weir.rejected")).isZero();
    }

    @Test
    void theBooksAddUpAtEveryPublicationWhileThreadsCount() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(new Thread(() -> countRequests(running)));
        }
        threads.forEach(Thread::start);
        while (running.getCount() > 0) {
            meters.publish();
            assertThat(waiting()).isBetween(0.0, sum("weir.received"));
            assertThat(sum("weir.accepted") + sum("weir.rejected") + waiting()).isEqualTo(sum("weir.received"));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        meters.publish();

        assertThat(sum("weir.received")).isEqualTo(2.0 * THREADS * REQUESTS);
        assertThat(waiting()).isZero();
    }

    @Test
    void aSectionThatIsAddedHasMetersAndOneThatIsGoneKeepsThem() {
        meters.onReceived(DIALECT);
        meters.onAccepted(DIALECT, "shop", 1);
        meters.admit(Sections.of(List.of(section("other"))));
        meters.onReceived(DIALECT);
        meters.onAccepted(DIALECT, "other", 1);
        meters.publish();

        assertThat(accepted("shop")).isEqualTo(1);
        assertThat(accepted("other")).isEqualTo(1);
        assertThat(waiting()).isZero();
    }

    @Test
    void aSectionThatStaysIsCountedOn() {
        meters.onReceived(DIALECT);
        meters.onAccepted(DIALECT, "shop", 1);
        meters.admit(sections());
        meters.onReceived(DIALECT);
        meters.onAccepted(DIALECT, "shop", 1);
        meters.publish();

        assertThat(accepted("shop")).isEqualTo(2);
    }

    private double accepted(String section) {
        return registry.get("weir.accepted")
                .tag("section", section)
                .functionCounter()
                .count();
    }

    private void countRequests(CountDownLatch running) {
        for (int i = 0; i < REQUESTS; i++) {
            meters.onReceived(DIALECT);
            meters.onAccepted(DIALECT, "shop", 1);
            meters.onRefused(IntakeMeters.NO_DIALECT, Rejection.UNKNOWN_PATH);
        }
        running.countDown();
    }

    private double waiting() {
        return registry.get("weir.intake.waiting").gauge().value();
    }

    private double sum(String meter) {
        return registry.get(meter).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private static Sections sections() {
        return Sections.of(List.of(section("shop")));
    }

    private static Section section(String name) {
        return new Section(
                name,
                Map.of(DIALECT, List.of(new Section.Key(name, null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                new Section.Limit(1, 1, Section.Limit.Mode.ENFORCE),
                Section.Identity.DEFAULT,
                List.of("files"));
    }
}
