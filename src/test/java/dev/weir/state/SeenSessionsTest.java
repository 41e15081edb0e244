package dev.weir.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SeenSessionsTest {

    private static final int MAX = 100;
    private static final Duration AGE = Duration.ofDays(30);

    private final AtomicLong wall = new AtomicLong(Scene.START_MILLIS);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Property(tries = 200)
    void whoWasSeenLatelyIsAlwaysKnown(@ForAll long seed) {
        SeenSessions seen = sessions(MAX);
        Random random = new Random(seed);
        Map<String, Long> lastSeen = new HashMap<>();

        for (int i = 0; i < 400; i++) {
            wall.addAndGet(random.nextLong(AGE.toMillis() / 20));
            String session = "sid-" + random.nextInt(MAX / 2 - 1);
            seen.see(Scene.SECTION, session);
            lastSeen.put(session, wall.get());
            lastSeen.forEach((each, time) -> assertThat(seen.hasSeen(Scene.SECTION, each))
                    .as("%s, %d ms ago", each, wall.get() - time)
                    .satisfies(known -> assertThat(known || wall.get() - time >= AGE.toMillis())
                            .isTrue()));
        }
    }

    @Property(tries = 100)
    void theNewestHalfIsAlwaysKnown(@ForAll long seed) {
        SeenSessions seen = sessions(MAX);
        Random random = new Random(seed);
        int first = random.nextInt();

        for (int i = 0; i < 500; i++) {
            seen.see(Scene.SECTION, "sid-" + (first + i));
            int oldest = first + Math.max(0, i - MAX / 2 + 1);
            assertThat(seen.hasSeen(Scene.SECTION, "sid-" + oldest)).isTrue();
            assertThat(seen.size()).isLessThanOrEqualTo(MAX);
        }
    }

    @Example
    void whoWasNotSeenIsNotKnown() {
        SeenSessions seen = sessions(10_000);
        for (int i = 0; i < 5000; i++) {
            seen.see(Scene.SECTION, "sid-" + i);
        }

        for (int i = 5000; i < 10_000; i++) {
            assertThat(seen.hasSeen(Scene.SECTION, "sid-" + i)).isFalse();
            assertThat(seen.hasSeen("other", "sid-" + (i - 5000))).isFalse();
        }
    }

    @Example
    void afterTwiceTheAgeASessionIsForgotten() {
        SeenSessions seen = sessions(MAX);
        seen.see(Scene.SECTION, "early");

        wall.addAndGet(AGE.toMillis());
        seen.see(Scene.SECTION, "later");
        wall.addAndGet(AGE.toMillis());
        seen.see(Scene.SECTION, "latest");

        assertThat(seen.hasSeen(Scene.SECTION, "early")).isFalse();
        assertThat(seen.hasSeen(Scene.SECTION, "later")).isTrue();
    }

    @Example
    void aClockThatJumpsAheadForAWhileForgetsNobody() {
        SeenSessions seen = sessions(MAX);
        seen.see(Scene.SECTION, "before");

        wall.addAndGet(AGE.toMillis() * 100);
        seen.see(Scene.SECTION, "meanwhile");
        wall.addAndGet(-AGE.toMillis() * 100);
        seen.see(Scene.SECTION, "after");

        assertThat(seen.hasSeen(Scene.SECTION, "before")).isTrue();
        assertThat(seen.hasSeen(Scene.SECTION, "meanwhile")).isTrue();
    }

    @Example
    void sectionsThatDoNotAskTakeNoMemory() {
        SeenSessions seen = sessions(MAX);

        seen.see("without-conversions", "sid");

        assertThat(seen.hasSeen("without-conversions", "sid")).isFalse();
        assertThat(seen.size()).isZero();
    }

    @Example
    void whatSeveralThreadsSeeIsAllKnown() throws InterruptedException {
        SeenSessions seen = sessions(80_000);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            int number = t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 10_000; i++) {
                    seen.see(Scene.SECTION, number + "-" + i);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        for (int i = 0; i < 40_000; i++) {
            assertThat(seen.hasSeen(Scene.SECTION, i % 4 + "-" + i / 4)).isTrue();
        }
        assertThat(seen.size()).isEqualTo(40_000);
    }

    private SeenSessions sessions(int max) {
        return new SeenSessions(
                StateOptions.DEFAULT.withSessions(max, AGE),
                section -> !section.equals("without-conversions"),
                new KeyedHash(3, 4),
                () -> Instant.ofEpochMilli(wall.get()),
                new StateMetrics(meters));
    }
}
