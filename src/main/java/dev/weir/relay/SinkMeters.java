package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.meter.Objectives;
import dev.weir.meter.SectionTags;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.sink.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one sink. Those of the books show a cursor, so that they survive a restart, and all of them the one of the
 * last {@link #publish}, so that they add up; {@link RelayBooks} says when that is. The others show what is now. Safe for
 * many threads.
 */
final class SinkMeters {

    private final Map<Outcome, Counter> attempts = new EnumMap<>(Outcome.class);
    private final Map<Reason, Counter> deadLetters = new EnumMap<>(Reason.class);
    private final Counter retries;
    private final Counter throttled;
    private final Counter calls;
    private final Counter splits;
    private final Counter replayed;
    private final Counter replaysRefused;
    private final LiveGauges live;
    private final Counter faults;
    private final Timer delivery;
    private volatile Books books = new Books(Cursor.START, 0);

    SinkMeters(MeterRegistry registry, SinkThread sink, SectionTags sections) {
        String name = sink.name();
        registerBooks(registry, name);
        registerGauges(registry, sink);
        for (Outcome outcome : Outcome.values()) {
            attempts.put(
                    outcome,
                    counter("weir.sink.attempts", "Attempts that ended, by outcome", name)
                            .tag("outcome", outcome.label())
                            .register(registry));
        }
        for (Reason reason : Reason.values()) {
            deadLetters.put(
                    reason,
                    counter("weir.sink.dead_letters", "Dead letters written, also again after a crash, by reason", name)
                            .tag("reason", reason.label())
                            .register(registry));
        }
        retries = counter("weir.sink.retries", "Attempts that will be made again", name)
                .register(registry);
        throttled = counter("weir.sink.throttled", "Attempts that the destination turned away as too many", name)
                .register(registry);
        calls = counter("weir.sink.calls", "Calls of the destination that ended, each with one event or several", name)
                .register(registry);
        splits = counter(
                        "weir.sink.splits",
                        "Calls of several events that were refused, and are made again in parts",
                        name)
                .register(registry);
        replayed = counter("weir.sink.replays", "Events that were sent again on request, by what became of them", name)
                .tag("outcome", Outcome.DELIVERED.label())
                .register(registry);
        replaysRefused = counter(
                        "weir.sink.replays", "Events that were sent again on request, by what became of them", name)
                .tag("outcome", Outcome.REFUSED.label())
                .register(registry);
        live = new LiveGauges(registry, name, sections);
        faults = counter("weir.sink.faults", "Faults of the relay after which it began again at the saved cursor", name)
                .register(registry);
        delivery = deliveryTimer(registry, name);
    }

    /**
     * What the books show from now on.
     *
     * @param cursor read before {@code accepted} was
     * @param accepted all events of the journal, by its newest number
     */
    void publish(Cursor cursor, long accepted) {
        books = new Books(cursor, accepted);
    }

    /** Counts a call once for each event in it, and once. */
    void onAttempt(Outcome outcome, int events) {
        calls.increment();
        Counter counter = attempts.get(outcome);
        if (counter != null) {
            counter.increment(events);
        }
    }

    void onThrottled() {
        throttled.increment();
    }

    void onSplit() {
        splits.increment();
    }

    void onReplayed(Settlement settlement) {
        (settlement == Settlement.DELIVERED ? replayed : replaysRefused).increment();
    }

    /** What the gauges show that change with every round. */
    LiveGauges live() {
        return live;
    }

    void onRetry() {
        retries.increment();
    }

    void onDelivered(long delayMillis) {
        delivery.record(Math.max(0, delayMillis), TimeUnit.MILLISECONDS);
    }

    /** Counts lines, of which one may stand for a range of events; and lines written again after a crash. */
    void onDeadLetter(Reason reason) {
        count(deadLetters.get(reason));
    }

    void onFault() {
        faults.increment();
    }

    private void registerBooks(MeterRegistry registry, String sink) {
        settled("weir.sink.delivered", "Events that the sink has", sink, Cursor::delivered, registry);
        settled("weir.sink.superseded", "Events replaced by a later full-sync", sink, Cursor::superseded, registry);
        settled("weir.sink.dead_lettered", "Events given up, and kept aside", sink, Cursor::deadLettered, registry);
        settled(
                "weir.sink.skipped",
                "Events given up for want of disk space, or erased on request",
                sink,
                Cursor::skipped,
                registry);
        settled(
                "weir.sink.not_routed",
                "Events of sections that do not use the sink",
                sink,
                Cursor::notRouted,
                registry);
        Gauge.builder("weir.sink.pending", this, meters -> meters.books.pending())
                .description("Events accepted and not settled")
                .tag("sink", sink)
                .register(registry);
        Gauge.builder("weir.sink.cursor", this, meters -> meters.books.cursor.nextSeq())
                .description("The lowest event number that is not settled")
                .tag("sink", sink)
                .register(registry);
    }

    private void settled(
            String meter, String what, String sink, ToDoubleFunction<Cursor> count, MeterRegistry registry) {
        FunctionCounter.builder(meter, this, meters -> count.applyAsDouble(meters.books.cursor))
                .description(what)
                .tag("sink", sink)
                .register(registry);
    }

    private static void registerGauges(MeterRegistry registry, SinkThread sink) {
        Gauge.builder("weir.sink.well", sink, each -> each.isWell() ? 1 : 0)
                .description("1 while the sink's relay works; 0 from a fault until it is overcome")
                .tag("sink", sink.name())
                .register(registry);
        Gauge.builder("weir.sink.paused", sink, each -> each.isPaused() ? 1 : 0)
                .description("1 while an operator has paused the sink")
                .tag("sink", sink.name())
                .register(registry);
        TimeGauge.builder("weir.sink.backlog.age", sink, TimeUnit.MILLISECONDS, SinkThread::backlogMillis)
                .description("How long the oldest event that is owed has waited")
                .tag("sink", sink.name())
                .register(registry);
    }

    private static Timer deliveryTimer(MeterRegistry registry, String sink) {
        return Timer.builder("weir.sink.delivery")
                .description("From the acceptance of an event to its delivery")
                .tag("sink", sink)
                .serviceLevelObjectives(Objectives.ofDeliveries())
                .register(registry);
    }

    private static void count(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter.Builder counter(String meter, String what, String sink) {
        return Counter.builder(meter).description(what).tag("sink", sink);
    }

    /** A cursor, and the events that the journal had accepted at that moment. */
    private record Books(Cursor cursor, long accepted) {
        long pending() {
            return accepted - cursor.settled();
        }
    }
}
