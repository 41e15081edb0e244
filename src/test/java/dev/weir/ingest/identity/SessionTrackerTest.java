package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Claim.IdForm;
import dev.weir.event.Section;
import dev.weir.ingest.identity.OwnIds.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTrackerTest {

    private static final Section SHOP = Sections.SHOP;
    private static final Duration IDLE = Duration.ofHours(2);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OwnIds ids = new OwnIds(IdKeys.generate(new Random(1)), new Random(2));
    private final SessionTracker tracker =
            new SessionTracker(ids, new VendorIds(new Random(3)), nanos::get, 1_000, null, meters);

    @Test
    void aDeviceWithoutASessionIdIsGivenOne() {
        assertThat(visit("did", null)).startsWith("ws0_");
    }

    @Test
    void theClientsSessionIdIsTakenUp() {
        assertThat(visit("did", "a1")).isEqualTo("a1");
    }

    @Test
    void aLiveSessionGoesOnWhateverTheClientSends() {
        visit("did", "a1");

        assertThat(visit("did", "b2")).isEqualTo("a1");
    }

    @Test
    void aLiveSessionGoesOnWhenTheClientSendsNone() {
        visit("did", "a1");

        assertThat(visit("did", null)).isEqualTo("a1");
    }

    @Test
    void everyEventProlongsTheSession() {
        visit("did", "a1");
        for (int hours = 0; hours < 100; hours++) {
            pass(Duration.ofHours(1));
            visit("did", null);
        }

        assertThat(visit("did", null)).isEqualTo("a1");
    }

    @Test
    void aSessionEndsAfterTheIdleTime() {
        visit("did", "a1");

        pass(IDLE);

        assertThat(visit("did", "b2")).isEqualTo("b2");
    }

    @Test
    void aSessionLivesUntilJustBeforeTheIdleTime() {
        visit("did", "a1");

        pass(IDLE.minusNanos(1));

        assertThat(visit("did", "b2")).isEqualTo("a1");
    }

    @Test
    void theIdleTimeIsTheSections() {
        Section impatient = Sections.idleAfter(Duration.ofMinutes(5));
        tracker.visit(impatient, "did", "a1", IdForm.TAGGED);

        pass(Duration.ofMinutes(5));

        assertThat(tracker.visit(impatient, "did", "b2", IdForm.TAGGED).id()).isEqualTo("b2");
    }

    @Test
    void theIdOfTheSessionThatHasEndedIsNotUsedTwice() {
        visit("did", "a1");

        pass(IDLE);

        assertThat(visit("did", "a1")).startsWith("ws0_");
    }

    @Test
    void whatTheClientCalledTheEndedSessionIsNotUsedForTheNext() {
        visit("did", "a1");
        visit("did", "b2");

        pass(IDLE);

        assertThat(visit("did", "b2")).startsWith("ws0_");
    }

    @Test
    void aClientThatNeverChangesItsSessionIdStillHasASessionForEachVisit() {
        String first = visit("did", "a1");
        pass(IDLE);
        String second = visit("did", "a1");
        pass(IDLE);
        String third = visit("did", "a1");

        assertThat(Set.of(first, second, third)).hasSize(3);
    }

    /** Wire-facts 1.4: React Native's SDK after two idle hours. */
    @Test
    void throwAwaySessionIdsAndTheOldOneComingBackAreOneSession() {
        visit("did", "old");
        pass(IDLE.plusMinutes(1));

        String first = visit("did", "throwAway1");
        String second = visit("did", "throwAway2");
        String third = visit("did", "throwAway3");
        String back = visit("did", "old");

        assertThat(Set.of("throwAway1")).contains(first, second, third, back);
        assertThat(opened()).isEqualTo(2);
    }

    @Test
    void aSessionIdWeMadeForAnotherSectionIsReplaced() {
        String elsewhere = ids.mint(Kind.SESSION, "other");

        assertThat(visit("did", elsewhere)).startsWith("ws0_").isNotEqualTo(elsewhere);
    }

    @Test
    void aSessionIdWeMadeIsTakenUpByAServerThatHasForgottenIt() {
        String before = ids.mint(Kind.SESSION, "shop");

        assertThat(visit("did", before)).isEqualTo(before);
    }

    @Test
    void devicesHaveSessionsOfTheirOwn() {
        visit("did", "a1");

        assertThat(visit("other", "b2")).isEqualTo("b2");
    }

    @Test
    void theSameForeignIdIsAnotherDeviceInAnotherSection() {
        visit("did", "a1");

        assertThat(tracker.visit(Sections.named("other"), "did", "b2", IdForm.TAGGED)
                        .id())
                .isEqualTo("b2");
    }

    @Test
    void manyThreadsAtOnceOpenOneSession() throws Exception {
        Set<String> sessions = ConcurrentHashMap.newKeySet();
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService eventLoops = Executors.newFixedThreadPool(threads);
        try {
            Future<?>[] visits = IntStream.range(0, threads)
                    .mapToObj(thread -> eventLoops.submit(() -> {
                        start.await();
                        for (int i = 0; i < 1_000; i++) {
                            sessions.add(visit("did" + i, "sid" + thread) + " of did" + i);
                        }
                        return null;
                    }))
                    .toArray(Future<?>[]::new);
            for (Future<?> visit : visits) {
                visit.get();
            }
        } finally {
            eventLoops.shutdownNow();
        }

        assertThat(sessions).hasSize(1_000);
        assertThat(opened()).isEqualTo(1_000);
    }

    @Test
    void noMoreDevicesAreRememberedThanAllowed() {
        for (int i = 0; i < 5_000; i++) {
            visit("did" + i, null);
        }

        assertThat(meters.get("weir.sessions.remembered").gauge().value()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void everyDeviceForgottenBeforeItsTimeIsCounted() {
        for (int i = 0; i < 5_000; i++) {
            visit("did" + i, null);
        }

        double remembered = meters.get("weir.sessions.remembered").gauge().value();
        assertThat(meters.get("weir.sessions.evicted").counter().count()).isEqualTo(5_000 - remembered);
    }

    private String visit(String deviceId, String presented) {
        return tracker.visit(SHOP, deviceId, presented, IdForm.TAGGED).id();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private double opened() {
        return meters.get("weir.sessions.opened").counter().count();
    }
}
