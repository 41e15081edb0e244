package dev.weir.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest requests of one section, and how many more there were within this second. Guarded by the log's lock. */
final class Ring {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    final String name;
    private final int capacity;
    private final int perSecond;
    private final ArrayDeque<Tracked> requests = new ArrayDeque<>();
    private long secondFrom;
    private int taken;
    private int leftOut;

    Ring(String name, LiveBounds bounds, long nowNanos) {
        this.name = name;
        this.capacity = bounds.requests();
        this.perSecond = bounds.perSecond();
        this.secondFrom = nowNanos;
    }

    /** Whether the second is over that is being counted. */
    boolean isOver(long nowNanos) {
        return nowNanos - secondFrom >= SECOND_NANOS;
    }

    /** Begins another second. Returns how many requests were left out of the one before. */
    int begin(long nowNanos) {
        int before = leftOut;
        secondFrom = nowNanos;
        taken = 0;
        leftOut = 0;
        return before;
    }

    /** Whether one more may be shown within this second. */
    boolean tryTake() {
        if (taken < perSecond) {
            taken++;
            return true;
        }
        leftOut++;
        return false;
    }

    /** Returns the one that had to make room, or null. */
    @Nullable
    Tracked add(Tracked request) {
        Tracked oldest = requests.size() < capacity ? null : requests.poll();
        requests.add(request);
        return oldest;
    }

    /** Returns those that were taken out. */
    List<Tracked> remove(Predicate<Tracked> isUnwanted) {
        List<Tracked> removed = new ArrayList<>();
        requests.removeIf(each -> isUnwanted.test(each) && removed.add(each));
        return removed;
    }

    Iterable<Tracked> requests() {
        return requests;
    }
}
