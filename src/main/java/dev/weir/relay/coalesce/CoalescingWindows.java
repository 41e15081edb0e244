package dev.weir.relay.coalesce;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The full-syncs that are held back, each until its window ends: bounded in age by their time, and in number by releasing the
 * oldest early. Pure: time is passed in. Confined to one thread.
 *
 * @param <S> a full-sync on its way
 */
public final class CoalescingWindows<S> {

    private int maxWindows;
    private final TreeSet<Window<S>> open = new TreeSet<>(CoalescingWindows::byTime);
    private long numbers;
    private long releasedEarly;
    /** How many of the oldest are held back no longer, whatever their time. */
    private int toRelease;

    private boolean isDraining;

    /** @param maxWindows at least 1 */
    public CoalescingWindows(int maxWindows) {
        this.maxWindows = maxWindows;
    }

    /** From now on so many may be held back. */
    public void retune(int most) {
        maxWindows = most;
    }

    /** Those that are held back at this moment are held back no longer. */
    public void releaseAll() {
        toRelease = open.size();
    }

    /** Holds a full-sync back until this time. What is due then, or too much, {@link #pollDue} tells. */
    public Window<S> open(S sync, long dueNanos) {
        Window<S> window = new Window<>(dueNanos, numbers++, sync);
        open.add(window);
        return window;
    }

    /** It is held back no longer. */
    public void close(Window<S> window) {
        open.remove(window);
    }

    /** The next full-sync to release, whose window is closed thereby; or null. */
    public @Nullable S pollDue(long nowNanos) {
        if (open.isEmpty()) {
            toRelease = 0;
            return null;
        }
        boolean isDue = toRelease > 0 || open.first().dueNanos() - nowNanos <= 0;
        toRelease = Math.max(0, toRelease - 1);
        if (!isDue && !isDraining) {
            if (open.size() <= maxWindows) {
                return null;
            }
            releasedEarly++;
        }
        Window<S> first = open.pollFirst();
        return first == null ? null : first.sync();
    }

    /** How long until {@link #pollDue} has something, if nothing else happens. */
    public long nanosToNext(long nowNanos) {
        if (open.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return isDraining || toRelease > 0 ? 0 : Math.max(0, open.first().dueNanos() - nowNanos);
    }

    /** From now on nothing is held back. */
    public void drain() {
        isDraining = true;
    }

    public boolean isDraining() {
        return isDraining;
    }

    public int size() {
        return open.size();
    }

    /** How many were released before their time because there were too many. */
    public long releasedEarly() {
        return releasedEarly;
    }

    /** Times of a clock that may overflow are compared by their difference. */
    private static int byTime(Window<?> a, Window<?> b) {
        int order = Long.signum(a.dueNanos - b.dueNanos);
        return order != 0 ? order : Long.compare(a.number, b.number);
    }

    /**
     * One full-sync that is held back.
     *
     * @param dueNanos until when
     * @param number tells those of one time apart
     */
    public record Window<S>(long dueNanos, long number, S sync) {}
}
