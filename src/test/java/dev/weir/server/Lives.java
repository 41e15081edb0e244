package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Await;
import dev.weir.Soak;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lives of a server that end by SIGKILL under load: how long each took to be ready, and what came to the vendor more than once. Confined to
 * the test's thread.
 */
final class Lives {

    /** Of what was delivered. */
    private static final double MOST_REPEATED = 0.005;

    private final TickingClients clients;
    private final List<Duration> starts = new ArrayList<>();

    Lives(TickingClients clients) {
        this.clients = clients;
    }

    /** One life: starts it, waits until it is ready, has it killed under load when it has lasted for so long and acknowledged so many. */
    void live(Start start, Duration length, int acknowledged) throws Exception {
        long begun = System.nanoTime();
        try (WeirProcess weir = start.start()) {
            Web admin = new Web(weir.privateUri());
            Await.until("it is ready", () -> admin.get("/health/ready").statusCode() == 200);
            starts.add(Duration.ofNanos(System.nanoTime() - begun));
            int target = clients.acknowledged().size() + acknowledged;
            List<Thread> threads = clients.start(weir.publicUri(), starts.size());
            long end = System.nanoTime() + length.toNanos();
            Await.until(
                    target + " acknowledged in a life of " + length,
                    () -> System.nanoTime() - end > 0 && clients.acknowledged().size() >= target);
            weir.kill();
            for (Thread client : threads) {
                client.join();
            }
        }
    }

    int count() {
        return starts.size();
    }

    /** How long half of them took to be ready, at most. */
    Duration medianStart() {
        Collections.sort(starts);
        return starts.get(count() / 2);
    }

    /** Starts it once more and waits until nothing is owed, of which there is more, the longer they have lived. */
    void awaitDelivered(Start start) throws Exception {
        try (WeirProcess weir = start.start()) {
            Web admin = new Web(weir.privateUri());
            Await.until(
                    "nothing is owed",
                    Duration.ofMinutes(Soak.times(1, 20)),
                    () -> Scrape.of(admin.get("/metrics").body()).sum("weir_sink_pending") == 0);
            assertThat(weir.stop()).isZero();
            assertThat(weir.log()).doesNotContain("ERROR");
        }
    }

    /** A repeated event has the key that it had, and no other has it. */
    void assertEachKeyMeansOneEvent(Map<String, List<String>> bodiesByKey) {
        Set<String> labels = new HashSet<>();
        bodiesByKey.forEach((key, bodies) -> {
            assertThat(new HashSet<>(bodies)).as(key).hasSize(1);
            assertThat(labels.add(TickingClients.label(bodies.get(0)))).as(key).isTrue();
        });
        assertAllAndNoOthers(labels);
    }

    /** All that was acknowledged, and nothing that nobody sent; of more than AssertJ compares one by one. */
    void assertAllAndNoOthers(Set<String> labels) {
        Set<String> lost = new HashSet<>(clients.acknowledged());
        lost.removeAll(labels);
        assertThat(lost).as("acknowledged, and lost").isEmpty();
        Set<String> strange = new HashSet<>(labels);
        strange.removeAll(clients.sent());
        assertThat(strange).as("that nobody sent").isEmpty();
    }

    /**
     * A kill repeats no more than a bound; and at length, of lives that are long enough, a share that is small.
     *
     * @param among how many events had come when the last kill was over: what comes in peace afterwards makes no share smaller
     * @param most after one kill
     */
    void assertFewRepeated(Class<?> test, String what, Collection<List<String>> deliveries, int among, int most)
            throws IOException {
        long repeated =
                deliveries.stream().mapToLong(bodies -> bodies.size() - 1).sum();
        long median = medianStart().toMillis();
        Measured.note(
                test,
                "%s: kills=%d acknowledged=%d delivered=%d, between kills %d; repeated=%d (%.3f %%, %.1f a kill) lost=0 ready: median %d ms, most %d ms"
                        .formatted(
                                what,
                                count(),
                                clients.acknowledged().size(),
                                deliveries.size(),
                                among,
                                repeated,
                                100.0 * repeated / Math.max(1, among),
                                (double) repeated / count(),
                                median,
                                starts.get(count() - 1).toMillis()));
        assertThat(repeated).isLessThanOrEqualTo(count() * (long) most);
        if (Soak.isOn()) {
            assertThat(repeated).isLessThanOrEqualTo((long) (MOST_REPEATED * among));
        }
    }

    /** How one begins. */
    interface Start {
        WeirProcess start() throws IOException;
    }
}
