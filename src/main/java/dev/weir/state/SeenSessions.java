package dev.weir.state;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions have been seen, so that a conversion can be tied to one. It keeps keyed 64-bit hashes in two generations:
 * sessions go into the newer one; when that is full or of age, it becomes the older one, and the older is forgotten. A
 * session seen again moves on with the newer.
 *
 * <p>A session is remembered for at least the age after it was last seen, and at most twice that; unless more than half of
 * the most sessions have been seen since. One that was never seen is taken for one with a chance of 1 in 2 to the 44th.
 *
 * <p>Safe for many threads. Asking takes no lock, and seeing takes one for a new session only. The tables are made whole when
 * the first session comes, so that nothing ever waits for one to grow.
 */
public final class SeenSessions {

    private final Predicate<String> sections;
    private final KeyedHash hash;
    private final InstantSource clock;
    private final int perGeneration;
    private final long ageMillis;
    private final StateMetrics.Evictions evictions;
    private final Object lock = new Object();
    private volatile Generations generations = new Generations(null, null, 0);

    SeenSessions(
            StateOptions options,
            Predicate<String> sections,
            KeyedHash hash,
            InstantSource clock,
            StateMetrics metrics) {
        this.sections = sections;
        this.hash = hash;
        this.clock = clock;
        this.perGeneration = options.maxSessions() / 2;
        this.ageMillis = options.sessionAge().toMillis();
        this.evictions = metrics.evictions("sessions");
        metrics.size("sessions", this::size);
    }

    /** Takes note of a session, by either of its ids; of sections alone that ask for it. */
    public void see(String section, String sessionId) {
        if (sections.test(section)) {
            see(hash.hash(section, sessionId), clock.millis());
        }
    }

    /** Whether an event of the session was seen. */
    public boolean hasSeen(String section, String sessionId) {
        Generations now = generations;
        if (now.newer == null) {
            return false;
        }
        long hashed = hash.hash(section, sessionId);
        return now.newer.contains(hashed) || (now.older != null && now.older.contains(hashed));
    }

    /** Forgets sessions. Returns how many there were. */
    long erase(String section, Set<String> sessions) {
        long erased = 0;
        synchronized (lock) {
            Generations now = generations;
            for (String session : sessions) {
                long hashed = hash.hash(section, session);
                boolean wasNewer = now.newer != null && now.newer.remove(hashed);
                boolean wasOlder = now.older != null && now.older.remove(hashed);
                erased += wasNewer || wasOlder ? 1 : 0;
            }
        }
        return erased;
    }

    void see(String section, String sessionId, long timeMillis) {
        if (sections.test(section)) {
            see(hash.hash(section, sessionId), timeMillis);
        }
    }

    /** As of now or later: what is seen while this is written may be in it. */
    SnapshotPart copy() {
        Generations now = generations;
        return out -> {
            out.number(now.sinceMillis);
            write(now.older, out);
            write(now.newer, out);
        };
    }

    void read(SnapshotInput in) throws IOException {
        long sinceMillis = in.number();
        // Where the bound has been lowered, a generation comes in as several, and the oldest go.
        for (int generation = 0; generation < 2; generation++) {
            int count = in.count(Integer.MAX_VALUE);
            if (generation == 1 && count > 0 && generations.newer != null) {
                turn(sinceMillis);
            }
            for (int i = 0; i < count; i++) {
                see(in.number(), sinceMillis);
            }
        }
    }

    /** Counts twice who is in both generations. */
    int size() {
        Generations now = generations;
        return size(now.newer) + size(now.older);
    }

    private void see(long hashed, long nowMillis) {
        Generations now = generations;
        // Fast path: nearly every event is of a session that is known.
        if (now.newer != null && nowMillis - now.sinceMillis < ageMillis && now.newer.contains(hashed)) {
            return;
        }
        synchronized (lock) {
            newer(nowMillis).add(hashed);
        }
    }

    private HashSet64 newer(long nowMillis) {
        Generations now = generations;
        if (now.newer == null) {
            return turn(nowMillis);
        }
        if (now.newer.size() >= perGeneration) {
            evictions.onFull(size(now.older));
            return turn(nowMillis);
        }
        if (nowMillis - now.sinceMillis >= ageMillis) {
            evictions.onAged(size(now.older));
            return turn(nowMillis);
        }
        if (nowMillis < now.sinceMillis) {
            // The clock was set back: else this generation would be of age too late, by as much.
            generations = new Generations(now.newer, now.older, nowMillis);
        }
        return now.newer;
    }

    private HashSet64 turn(long nowMillis) {
        HashSet64 fresh = new HashSet64(perGeneration);
        generations = new Generations(fresh, generations.newer, nowMillis);
        return fresh;
    }

    private static int size(@Nullable HashSet64 set) {
        return set == null ? 0 : set.size();
    }

    private static void write(@Nullable HashSet64 set, SnapshotOutput out) throws IOException {
        long[] members = set == null ? new long[0] : set.members();
        out.count(members.length);
        for (long member : members) {
            out.number(member);
        }
    }

    /** @param sinceMillis when the newer one began */
    private record Generations(
            @Nullable HashSet64 newer, @Nullable HashSet64 older, long sinceMillis) {}
}
