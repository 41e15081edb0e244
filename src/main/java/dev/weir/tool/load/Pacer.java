package dev.weir.tool.load;

import dev.weir.tool.send.SampleRequest;
import dev.weir.tool.send.Visit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Lets requests go when the schedule says, whatever became of those before. Confined to the thread that runs it. */
final class Pacer {

    private static final long PROGRESS_NANOS = 200_000_000L;

    private final LoadPlan plan;
    private final Schedule schedule;
    private final Recorder recorder;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private final String run;
    private long count;

    /**
     * @param clock nanoseconds since the start
     * @param run a word that no other run has: it goes into order numbers
     */
    Pacer(LoadPlan plan, Schedule schedule, Recorder recorder, RandomGenerator random, LongSupplier clock, String run) {
        this.plan = plan;
        this.schedule = schedule;
        this.recorder = recorder;
        this.random = random;
        this.clock = clock;
        this.run = run;
    }

    /**
     * Runs the schedule to its end, or until the thread is interrupted.
     *
     * @param onProgress called now and then with the time
     */
    void run(Wire wire, LongConsumer onProgress) {
        long shown = 0;
        for (long due = schedule.next(); due != Schedule.END && !Thread.interrupted(); due = schedule.next()) {
            long now;
            while ((now = clock.getAsLong()) < due) {
                LockSupport.parkNanos(Math.min(due - now, PROGRESS_NANOS));
                shown = show(shown, onProgress);
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            fire(wire, due, now);
            shown = show(shown, onProgress);
        }
    }

    private void fire(Wire wire, long due, long now) {
        if (recorder.inFlight() >= plan.maxInFlight()) {
            recorder.onUnsent();
            return;
        }
        recorder.onSent(due, now);
        long number = count++;
        int device = random.nextInt(plan.devices());
        Visit visit = new Visit(plan.key(), "load-" + device, "load-session-" + device, run + "-" + number);
        wire.fire(plan.mix().pick(random).request(visit), due, now);
    }

    private long show(long shown, LongConsumer onProgress) {
        long now = clock.getAsLong();
        if (now - shown < PROGRESS_NANOS) {
            return shown;
        }
        onProgress.accept(now);
        return now;
    }

    /** Takes a request on its way, and never waits. */
    interface Wire {
        void fire(SampleRequest request, long intended, long handed);
    }
}
