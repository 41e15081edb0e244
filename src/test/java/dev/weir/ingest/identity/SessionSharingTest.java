package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Claim.IdForm;
import dev.weir.event.Section;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One visitor, whose requests come to two nodes. */
final class SessionSharingTest {

    private static final Section SHOP = Sections.SHOP;
    private static final Duration IDLE = Duration.ofHours(2);
    private static final Duration TOLD_AGAIN = IDLE.dividedBy(32);

    private final AtomicLong nanos = new AtomicLong(-5);
    private final OtherNodes others = new OtherNodes(nanos::get);
    private final Node one = new Node(1);
    private final Node other = new Node(2);

    @Test
    void deviceHasOneSessionOnAllNodes() {
        String session = one.visit("did", null);

        assertThat(other.visit("did", null)).isEqualTo(session);
        assertThat(other.visit("did", "b2")).as("whatever the client calls it").isEqualTo(session);
        assertThat(one.count("weir.sessions.opened") + other.count("weir.sessions.opened"))
                .isEqualTo(1);
    }

    @Test
    void deviceThatIsKnownHereIsNotAskedFor() {
        one.visit("did", null);
        one.visit("did", null);
        one.visit("did", "a1");

        assertThat(others.asked()).isEqualTo(1);
        assertThat(others.told()).isZero();
    }

    @Test
    void sessionThatEndedHereGoesOnIfItGoesOnElsewhere() {
        String session = one.visit("did", null);
        for (int hour = 0; hour < 4; hour++) {
            assertThat(other.visit("did", null)).isEqualTo(session);
            pass(Duration.ofHours(1));
        }

        assertThat(one.visit("did", null)).isEqualTo(session);
    }

    @Test
    void whatGoesOnIsToldNowAndThen() {
        one.visit("did", "a1");
        for (int i = 0; i < 3; i++) {
            pass(TOLD_AGAIN.minusNanos(1));
            one.visit("did", null);
            assertThat(others.told()).isEqualTo(i);
            pass(Duration.ofNanos(1));
            one.visit("did", null);
            assertThat(others.told()).isEqualTo(i + 1);
        }
    }

    @Test
    void sessionOutlivesTheIdleTimeByNoMoreThanItIsToldLate() {
        String session = one.visit("did", null);
        pass(IDLE.plus(TOLD_AGAIN).minusNanos(1));
        assertThat(other.visit("did", null)).isEqualTo(session);
        pass(IDLE.plus(TOLD_AGAIN));

        assertThat(one.visit("did", null)).isNotEqualTo(session);
    }

    @Test
    void idOfTheSessionThatEndedElsewhereIsNotUsedTwice() {
        one.visit("did", "a1");
        pass(IDLE.plus(TOLD_AGAIN));

        assertThat(other.visit("did", "a1")).startsWith("ws0_");
    }

    @Test
    void sessionIdThatTheClientMadeIsTakenUp() {
        assertThat(one.visit("did", "a1")).isEqualTo("a1");
        assertThat(other.visit("did", null)).isEqualTo("a1");
    }

    @Test
    void whereNobodyAnswersInTimeEachGoesByItsOwnUntilItHears() {
        String session = one.visit("did", null);
        others.hold();
        assertThat(other.learn("did", null)).as("waits").isTrue();
        String own = other.resolved("did", null);
        assertThat(own).isNotEqualTo(session);
        others.answer();

        assertThat(other.visit("did", null)).isEqualTo(session);
        assertThat(one.visit("did", null)).isEqualTo(session);
        assertThat(other.count("weir.sessions.adopted")).isEqualTo(1);
    }

    @Test
    void whereNobodyIsThereNobodyIsAskedAndTheEldestGoesOnWhenTheyAre() {
        others.leave();
        String first = one.visit("did", null);
        String second = other.visit("did", null);
        assertThat(second).isNotEqualTo(first);
        assertThat(others.asked() + others.told()).isZero();
        others.comeBack();

        assertThat(one.visit("did", null)).isEqualTo(first);
        assertThat(other.visit("did", null)).as("which is told now").isEqualTo(second);
        assertThat(other.visit("did", null)).isEqualTo(first);
        assertThat(other.count("weir.sessions.adopted")).isEqualTo(1);
        assertThat(one.count("weir.sessions.adopted")).isZero();
    }

    @Test
    void whatCouldNotBeToldIsToldAgain() {
        one.visit("did", "a1");
        others.hold();
        pass(TOLD_AGAIN);
        one.visit("did", null);
        others.leave();
        others.answer();
        others.comeBack();
        one.visit("did", null);

        assertThat(others.told()).isEqualTo(2);
    }

    @Test
    void clientThatKeepsItsSessionItselfIsBelievedOnEveryNode() {
        one.visit("did", "first", IdForm.BASE64URL);
        String begun = other.visit("did", null, IdForm.BASE64URL);

        assertThat(one.visit("did", begun, IdForm.BASE64URL)).isEqualTo(begun);
        assertThat(others.asked()).isEqualTo(2);
    }

    @Test
    void sameIdIsAnotherDeviceInAnotherSection() {
        String session = one.visit("did", null);

        assertThat(other.learn(Sections.named("other"), "did")).isTrue();
        assertThat(other.tracker
                        .visit(Sections.named("other"), "did", null, IdForm.TAGGED)
                        .id())
                .isNotEqualTo(session);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private final class Node {
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final SessionTracker tracker;
        private int waited;

        Node(int number) {
            OwnIds ids = new OwnIds(IdKeys.generate(new Random(1)), new Random(number));
            tracker = new SessionTracker(ids, new VendorIds(new Random(number)), nanos::get, 1_000, others, meters);
        }

        String visit(String deviceId, String presented) {
            return visit(deviceId, presented, IdForm.TAGGED);
        }

        /** As a request does. */
        String visit(String deviceId, String presented, IdForm form) {
            int before = waited;
            boolean waits = tracker.learn(SHOP, deviceId, presented, form, () -> waited++);
            assertThat(waited - before).isEqualTo(waits ? 1 : 0);
            return tracker.visit(SHOP, deviceId, presented, form).id();
        }

        boolean learn(String deviceId, String presented) {
            return tracker.learn(SHOP, deviceId, presented, IdForm.TAGGED, () -> waited++);
        }

        boolean learn(Section section, String deviceId) {
            return tracker.learn(section, deviceId, null, IdForm.TAGGED, () -> waited++);
        }

        /** As a request does that has waited for long enough. */
        String resolved(String deviceId, String presented) {
            return tracker.visit(SHOP, deviceId, presented, IdForm.TAGGED).id();
        }

        double count(String counter) {
            return meters.get(counter).counter().count();
        }
    }
}
