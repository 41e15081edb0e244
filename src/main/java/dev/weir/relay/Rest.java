package dev.weir.relay;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A while in which no sink does anything. Safe for many threads. */
final class Rest {

    private static final long STOP_LOOK_MILLIS = 50;

    private final CountDownLatch resting;
    private final CountDownLatch end = new CountDownLatch(1);
    private final LongSupplier nanoTime;
    private final long patientUntil;
    private final Map<String, Integer> underWay = new TreeMap<>();

    /** @param patientUntil until when calls under way are waited for */
    Rest(int sinks, LongSupplier nanoTime, long patientUntil) {
        this.resting = new CountDownLatch(sinks);
        this.nanoTime = nanoTime;
        this.patientUntil = patientUntil;
    }

    boolean isPatient() {
        return patientUntil - nanoTime.getAsLong() > 0;
    }

    /** So many calls of a sink have not ended, and are not waited for. */
    synchronized void leave(String sink, int calls) {
        if (calls > 0) {
            underWay.put(sink, calls);
        }
    }

    /** Called by a sink's thread, which holds nothing any longer: returns when the rest is over, or the thread is to stop. */
    void take(CountDownLatch stop) throws InterruptedException {
        resting.countDown();
        while (stop.getCount() > 0 && !end.await(STOP_LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            // Nobody wakes it to stop.
        }
    }

    /** Whether all are at rest within this time. */
    boolean await(long nanos) throws InterruptedException {
        return resting.await(nanos, TimeUnit.NANOSECONDS);
    }

    void end() {
        end.countDown();
    }

    /** Calls that had not ended, by sink. */
    synchronized Map<String, Integer> underWay() {
        return Map.copyOf(underWay);
    }
}
