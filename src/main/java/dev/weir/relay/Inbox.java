package dev.weir.relay;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings completions, and the word that there is something to do, to the relay's thread of a sink. It cannot overflow: each
 * attempt in flight puts in one completion, and there is one wake-up at a time. Safe for many writers, one reader.
 */
final class Inbox {

    private final ArrayBlockingQueue<Attempt> attempts;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final Attempt wakeUp = new Attempt(List.of(), this, 0, false);
    private boolean tookWakeUp;

    Inbox(int maxInFlight) {
        attempts = new ArrayBlockingQueue<>(maxInFlight + 1);
    }

    void put(Attempt completed) {
        if (!attempts.offer(completed)) {
            throw new IllegalStateException("more completions than attempts");
        }
    }

    /** Makes the reader look around; cheap when it is about to anyway. */
    void wake() {
        if (!isWoken.get() && isWoken.compareAndSet(false, true)) {
            put(wakeUp);
        }
    }

    /** The next completion that is there, or null. */
    @Nullable
    Attempt poll() {
        Attempt attempt = attempts.poll();
        return attempt == wakeUp ? afterWakeUp() : attempt;
    }

    /** Waits for a completion or a wake-up, no longer than this; the latter ends the wait with null. */
    @Nullable
    Attempt await(long nanos) throws InterruptedException {
        Attempt attempt = attempts.poll(nanos, TimeUnit.NANOSECONDS);
        return attempt == wakeUp ? afterWakeUp() : attempt;
    }

    /** Whether a wake-up has been taken since this was last asked. Who then rests all the same, sleeps through it. */
    boolean tookWakeUp() {
        boolean took = tookWakeUp;
        tookWakeUp = false;
        return took;
    }

    private @Nullable Attempt afterWakeUp() {
        tookWakeUp = true;
        Attempt next;
        do {
            isWoken.set(false);
            next = attempts.poll();
            // Another wake-up may have come since the flag was lowered; it is no completion either.
        } while (next == wakeUp);
        return next;
    }
}
