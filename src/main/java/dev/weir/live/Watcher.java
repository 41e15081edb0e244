package dev.weir.live;

import dev.weir.event.Traces;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who looks, and the messages that wait for him: so many at most, and what comes beyond is told as a number. Safe for
 * many writers and one reader.
 */
public final class Watcher {

    private final LiveFilter filter;
    private final int maxQueued;
    private final Runnable waker;
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private final AtomicBoolean wakeUpOnItsWay = new AtomicBoolean();
    private long missed;

    /** @param waker is called when there is something to poll, and not again before {@link #onAwake}; must not block */
    Watcher(LiveFilter filter, int maxQueued, Runnable waker) {
        this.filter = filter;
        this.maxQueued = maxQueued;
        this.waker = waker;
    }

    /** The reader will poll until there is nothing left; what comes later wakes it again. */
    public void onAwake() {
        wakeUpOnItsWay.set(false);
    }

    /** The next message as it goes over the wire, not to be written to; null when there is none. */
    public byte @Nullable [] poll() {
        Message next = take();
        return next == null ? null : next.bytes();
    }

    LiveFilter filter() {
        return filter;
    }

    /** Returns false when it is too slow for this one. */
    synchronized boolean offer(Message message) {
        int places = missed > 0 ? 2 : 1;
        if (queue.size() + places > maxQueued) {
            missed++;
            return false;
        }
        if (missed > 0) {
            queue.add(Message.missed(missed));
            missed = 0;
        }
        queue.add(message);
        return true;
    }

    /** What waits of a person is not shown. */
    synchronized void forget(Traces person) {
        queue.removeIf(message -> message.isOf(person));
    }

    synchronized void miss(long messages) {
        missed += messages;
    }

    void wake() {
        if (hasSome() && !wakeUpOnItsWay.getAndSet(true)) {
            waker.run();
        }
    }

    private synchronized boolean hasSome() {
        return !queue.isEmpty() || missed > 0;
    }

    private synchronized @Nullable Message take() {
        Message next = queue.poll();
        if (next == null && missed > 0) {
            next = Message.missed(missed);
            missed = 0;
        }
        return next;
    }
}
