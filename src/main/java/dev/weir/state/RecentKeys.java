package dev.weir.state;

import dev.weir.dialect.Ids;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been accepted lately, by idempotency key: a repetition within the window is told what the first was told. Who
 * claims a key first goes on, and says what became of it; those who come meanwhile wait for that.
 *
 * <p>Safe for many threads: one lock, held for a look-up. Waiters are told outside of it, on the thread that settles.
 *
 * <p>A key is remembered by the wall clock as it stood at the start, because the window spans restarts, and by the time that has
 * passed since. Where the clock stands earlier at the next start, keys stay longer, up to the bound in count; where it stands
 * later, they look older than they are, and each new one takes away two of those.
 */
public final class RecentKeys {

    private static final int DROPPED_AT_ONCE = 2;
    private static final int ROOM_FOR_WAITERS = 2;

    private final int maxKeys;
    private final long windowMillis;
    private final int maxWaiters;
    private final InstantSource clock;
    private final StateMetrics.Evictions evictions;
    private final Object lock = new Object();
    /** A {@link Kept}, or a {@link Claim} under way; both guarded by the lock. */
    private final Map<String, Object> byKey = new HashMap<>();
    /** In the order in which they were kept; may hold as many again that were replaced since. */
    private final ArrayDeque<Kept> order = new ArrayDeque<>();

    private int claims;

    RecentKeys(StateOptions options, InstantSource clock, StateMetrics metrics) {
        this.maxKeys = options.maxKeys();
        this.windowMillis = options.keyWindow().toMillis();
        this.maxWaiters = options.maxWaiters();
        this.clock = clock;
        this.evictions = metrics.keyEvictions();
        metrics.size("keys", this::size);
    }

    /**
     * Asks to be the one who gets this key's event accepted.
     *
     * @param key at most 64 ASCII characters, unique over all sections
     * @param waiter told the outcome, exactly once, when the answer is {@link Turn#KEPT} (before this returns) or {@link
     *     Turn#PARKED} (perhaps before this returns); else never
     */
    public Turn tryClaim(String key, Waiter waiter) {
        long now = clock.millis();
        Ids ids;
        synchronized (lock) {
            Object there = byKey.get(key);
            if (there instanceof Claim claim) {
                return claim.tryPark(waiter, maxWaiters) ? Turn.PARKED : Turn.BUSY;
            }
            if (!(there instanceof Kept kept) || isOver(kept, now)) {
                return tryBegin(key);
            }
            ids = kept.ids;
        }
        waiter.onKept(ids);
        return Turn.KEPT;
    }

    /** The event of a claimed key is kept, and the client is told these ids. */
    public void settle(String key, Ids ids) {
        long now = clock.millis();
        synchronized (lock) {
            if (byKey.get(key) instanceof Kept known && !isOver(known, now)) {
                // The journal's entry was read before its acknowledgement came.
                return;
            }
        }
        settle(key, ids, now);
    }

    /** The event of a claimed key was not kept: the next to claim it goes on. Without effect if the journal has it after all. */
    public void abandon(String key) {
        Claim claim;
        synchronized (lock) {
            if (!(byKey.get(key) instanceof Claim there)) {
                return;
            }
            claim = there;
            byKey.remove(key);
            claims--;
        }
        for (Waiter waiter : claim.waiters) {
            waiter.onAbandoned();
        }
    }

    /** The journal has an event of this key: settles a claim under way, too, as this may be known here first. */
    void onJournalled(String key, Ids ids, long timeMillis) {
        if (clock.millis() - timeMillis < windowMillis) {
            settle(key, ids, timeMillis);
        }
    }

    /** Forgets the keys whose events were answered with one of these ids, in any section. Returns how many there were. */
    long erase(Set<String> devices, Set<String> sessions) {
        synchronized (lock) {
            int before = order.size();
            order.removeIf(kept -> {
                boolean isOf = contains(devices, kept.ids.deviceId()) || contains(sessions, kept.ids.sessionId());
                if (isOf) {
                    byKey.remove(kept.key, kept);
                }
                return isOf;
            });
            return (long) before - order.size();
        }
    }

    private static boolean contains(Set<String> ids, @Nullable String id) {
        return id != null && ids.contains(id);
    }

    /** With those that were replaced: they come first, and are replaced again when they are read. */
    SnapshotPart copy() {
        Kept[] all;
        synchronized (lock) {
            all = order.toArray(new Kept[0]);
        }
        return out -> {
            out.count(all.length);
            for (Kept kept : all) {
                out.text(kept.key);
                out.number(kept.timeMillis);
                out.nullableText(kept.ids.deviceId());
                out.nullableText(kept.ids.sessionId());
            }
        };
    }

    void read(SnapshotInput in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            String key = in.text();
            long timeMillis = in.number();
            onJournalled(key, new Ids(in.nullableText(), in.nullableText()), timeMillis);
        }
    }

    /** How many are known as kept. */
    int size() {
        synchronized (lock) {
            return byKey.size() - claims;
        }
    }

    private Turn tryBegin(String key) {
        if (claims >= maxKeys) {
            return Turn.BUSY;
        }
        claims++;
        byKey.put(key, new Claim());
        return Turn.FIRST;
    }

    private void settle(String key, Ids ids, long timeMillis) {
        List<Waiter> waiters = List.of();
        synchronized (lock) {
            Object there = byKey.get(key);
            if (there instanceof Kept known && known.timeMillis >= timeMillis) {
                return;
            }
            if (there instanceof Claim claim) {
                waiters = claim.waiters;
                claims--;
            }
            Kept kept = new Kept(key, ids, timeMillis);
            byKey.put(key, kept);
            order.add(kept);
            makeRoom(timeMillis);
        }
        for (Waiter waiter : waiters) {
            waiter.onKept(ids);
        }
    }

    private void makeRoom(long nowMillis) {
        if (order.size() > 2L * maxKeys) {
            // Keys are hardly ever kept twice: this is a bound, and costs each of them next to nothing.
            order.removeIf(kept -> byKey.get(kept.key) != kept);
        }
        int dropped = 0;
        while (dropped < DROPPED_AT_ONCE && !order.isEmpty()) {
            Kept oldest = order.getFirst();
            boolean isReplaced = byKey.get(oldest.key) != oldest;
            boolean isOver = isOver(oldest, nowMillis);
            boolean isTooMany = byKey.size() - claims > maxKeys;
            if (!isReplaced && !isOver && !isTooMany) {
                return;
            }
            order.removeFirst();
            if (!isReplaced) {
                byKey.remove(oldest.key);
                evict(isOver);
                dropped++;
            }
        }
    }

    private void evict(boolean isOver) {
        if (isOver) {
            evictions.onAged(1);
        } else {
            evictions.onFull(1);
        }
    }

    private boolean isOver(Kept kept, long nowMillis) {
        return nowMillis - kept.timeMillis >= windowMillis;
    }

    /** What a claimer does next. */
    public enum Turn {
        /** Goes on, and calls {@link #settle} or {@link #abandon} in the end. */
        FIRST,
        /** Nothing: it was kept before, and the waiter has been told. */
        KEPT,
        /** Nothing: another is about it, and the waiter will be told. */
        PARKED,
        /** Refuses: too many wait already. */
        BUSY
    }

    /** Told what became of a key that another had claimed. It must neither block nor throw. */
    public interface Waiter {

        /** It was kept, and the first was told these ids. */
        void onKept(Ids ids);

        /** It was not kept. The same may be claimed again. */
        void onAbandoned();
    }

    private static final class Kept {
        private final String key;
        private final Ids ids;
        private final long timeMillis;

        Kept(String key, Ids ids, long timeMillis) {
            this.key = key;
            this.ids = ids;
            this.timeMillis = timeMillis;
        }
    }

    private static final class Claim {

        private List<Waiter> waiters = List.of();

        boolean tryPark(Waiter waiter, int max) {
            if (waiters.size() >= max) {
                return false;
            }
            if (waiters.isEmpty()) {
                waiters = new ArrayList<>(ROOM_FOR_WAITERS);
            }
            waiters.add(waiter);
            return true;
        }
    }
}
