package dev.weir.lease;

import java.time.Duration;
import java.util.PriorityQueue;

/** A clock that goes from one event to the next. */
public final class VirtualTime {

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNanos = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
    private final long startNanos = nowNanos;
    private long order;

    /** It passes {@link Long#MAX_VALUE} after ten seconds, as a monotonic clock may. */
    public long nanos() {
        return nowNanos;
    }

    /** Since the beginning. */
    public long elapsed() {
        return nowNanos - startNanos;
    }

    public void after(long nanos, Runnable action) {
        events.add(new Event(elapsed() + nanos, order++, action));
    }

    /** What is due is done, in its order. */
    public void runFor(Duration time) {
        long end = elapsed() + time.toNanos();
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event next = events.poll();
            nowNanos = startNanos + next.at();
            next.action().run();
        }
        nowNanos = startNanos + end;
    }

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
