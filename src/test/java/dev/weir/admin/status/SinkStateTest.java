package dev.weir.admin.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SinkStateTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong delivered = gauge("delivered");
    private final AtomicLong pending = gauge("pending");
    private final AtomicLong heldBack = gauge("held_back");
    private final AtomicLong age = gauge("backlog.age");
    private final AtomicLong open = gauge("open");

    @Test
    void oneThatIsOwedForLongAndGetsNothingIsStalled() {
        owed(5, 40);

        assertThat(state(10)).isEqualTo(SinkState.STALLED);
        assertThat(state(9)).as("it was not looked at for long enough").isEqualTo(SinkState.WORKING);
    }

    @Test
    void oneThatGetsSomethingWorksHoweverMuchItIsOwed() {
        owed(1_000_000, 86_400);
        History.Mark before = History.Mark.of(new Reading(registry, 0));
        delivered.set(1);

        assertThat(SinkState.of(sink(false), reading(60), before)).isEqualTo(SinkState.WORKING);
    }

    @Test
    void whatIsOwedSinceShortlyOrHeldBackStallsNobody() {
        owed(5, 29);
        assertThat(state(60)).isEqualTo(SinkState.WORKING);
        owed(5, 40);
        heldBack.set(5);
        assertThat(state(60)).isEqualTo(SinkState.WORKING);
    }

    @Test
    void whyItGetsNothingIsSaidWhereItIsKnown() {
        owed(5, 40);
        open.set(1);
        assertThat(state(60)).isEqualTo(SinkState.LEFT_ALONE);
        assertThat(SinkState.of(sink(true), reading(60), null)).isEqualTo(SinkState.PAUSED);
    }

    private SinkState state(long seconds) {
        return SinkState.of(sink(false), reading(seconds), History.Mark.of(new Reading(registry, 0)));
    }

    private Reading reading(long seconds) {
        return new Reading(registry, TimeUnit.SECONDS.toNanos(seconds));
    }

    private void owed(long events, long seconds) {
        pending.set(events);
        age.set(seconds);
    }

    private AtomicLong gauge(String name) {
        return registry.gauge("weir.sink." + name, Tags.of("sink", "vendor"), new AtomicLong());
    }

    private static Facts.Sink sink(boolean isPaused) {
        return new Facts.Sink("vendor", "http", true, isPaused, false, 0);
    }
}
