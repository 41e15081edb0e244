package dev.weir.tool.load;

import dev.weir.tool.send.Vendor;
import java.net.URI;
import java.time.Duration;

/** Results as runs would have them, in virtual time. */
final class Results {

    static final long MILLI = 1_000_000L;

    private Results() {}

    static LoadPlan plan(double rate, Duration duration) {
        return new LoadPlan(
                URI.create("http://shop.example/a&'b'"),
                rate,
                duration,
                Arrivals.CONSTANT,
                8,
                Vendor.PERSONACLICK,
                Mix.usual(Vendor.PERSONACLICK),
                "SHOP_ID",
                100,
                false,
                Duration.ofSeconds(10),
                1_000);
    }

    static Recorder recorder(LoadPlan plan) {
        return new Recorder(new Timeline(plan.duration().plus(plan.timeout())));
    }

    /**
     * A run over one connection to a server that takes a millisecond for each request, and from {@code stallAt} on stands still
     * for as long as {@code stallNanos}.
     */
    static LoadResult ofOneConnection(LoadPlan plan, long stallAt, long stallNanos) {
        Recorder recorder = recorder(plan);
        Schedule schedule =
                new Schedule(plan.rate(), plan.arrivals(), plan.duration(), new java.util.SplittableRandom(1));
        long free = 0;
        boolean hasStalled = false;
        for (long due = schedule.next(); due != Schedule.END; due = schedule.next()) {
            recorder.onSent(due, due);
            long started = Math.max(due, free);
            free = started + MILLI;
            if (!hasStalled && started >= stallAt) {
                hasStalled = true;
                free += stallNanos;
            }
            recorder.onAnswer(due, due, started, free, 200, "200", "fsync");
        }
        return recorder.result(plan, free, 0.1);
    }
}
