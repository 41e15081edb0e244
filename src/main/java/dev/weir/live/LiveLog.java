package dev.weir.live;

import dev.weir.event.Promise;
import dev.weir.event.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live log: written by ingest and relay while somebody looks, read by the private port. Safe for many threads. Its one
 * lock is held for steps of a bounded length in memory, never while something is written to a socket.
 */
public final class LiveLog implements FateLog {

    /** The ring of the sections beyond the bound. */
    static final String REST = "other";

    private static final Logger LOG = LoggerFactory.getLogger(LiveLog.class);
    private static final long NUMBERS_A_MILLI = 1_000;

    private final LiveBounds bounds;
    private final List<String> sinks;
    private final MessageJson json;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final LiveMeters meters;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean isWatched;

    private final Object lock = new Object();
    private final Map<String, Ring> rings = new HashMap<>();
    private final Map<Long, Tracked> bySeq = new HashMap<>();
    private final EarlyFates early;
    private long lastNumber;
    private long lastGoneNanos;

    /** @param sinks the names of all sinks: an event is pending at each that has not told of it */
    public LiveLog(
            LiveBounds bounds, List<String> sinks, InstantSource clock, LongSupplier nanoTime, MeterRegistry registry) {
        this.bounds = bounds;
        this.sinks = List.copyOf(sinks);
        this.json = new MessageJson(sinks);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.meters = new LiveMeters(registry, watchers);
        this.early = new EarlyFates(bounds.earlyFates());
        // So that the numbers of a process that begins again are above those of the one before.
        this.lastNumber = clock.millis() * NUMBERS_A_MILLI;
    }

    @Override
    public boolean isWatched() {
        return isWatched;
    }

    /**
     * A request has come. To be asked only while somebody looks.
     *
     * @param method one of the well-known
     * @param path what of it may be shown
     * @param client the network that it comes from, or null
     */
    public Sighting begin(String method, String path, @Nullable String client) {
        return new Sighting(this, clock.millis(), nanoTime.getAsLong(), method, path, client);
    }

    /** How many may look at once. */
    public int maxWatchers() {
        return bounds.watchers();
    }

    /** For how long what was kept is kept after the last watcher has gone. */
    public Duration keepFor() {
        return bounds.keepFor();
    }

    /**
     * Begins to look.
     *
     * @param after the id from which on what is kept is wanted too; negative for none of that
     * @param waker is called when there is something to poll; must not block
     * @return null when as many look as may
     */
    public @Nullable Watcher tryWatch(LiveFilter filter, long after, Runnable waker) {
        Watcher watcher = new Watcher(filter, bounds.queued(), waker);
        synchronized (lock) {
            if (watchers.size() >= bounds.watchers()) {
                return null;
            }
            isWatched = true;
            if (after >= 0) {
                bring(watcher, after > lastNumber ? 0 : after);
            }
            watchers.add(watcher);
        }
        watcher.wake();
        return watcher;
    }

    /** Looks no more. */
    public void leave(Watcher watcher) {
        synchronized (lock) {
            if (watchers.remove(watcher) && watchers.isEmpty()) {
                lastGoneNanos = nanoTime.getAsLong();
            }
        }
    }

    /**
     * Tells what was left out, and frees everything when nobody has looked for long enough. To be called once a second while
     * somebody looks, and once more when {@link #keepFor} has passed after he has gone.
     */
    public void tick() {
        long now = nanoTime.getAsLong();
        synchronized (lock) {
            if (!isKept(now)) {
                return;
            }
            for (Ring ring : rings.values()) {
                beginSecond(ring, now);
            }
        }
        wakeAll();
    }

    /**
     * Forgets the requests of a person, also what of them waits for a watcher: nobody is shown them from now on. A request whose
     * device and session are hidden cannot be told to be anybody's, and stays.
     */
    public void forget(Traces person) {
        synchronized (lock) {
            for (Ring ring : rings.values()) {
                ring.remove(each -> each.request.isOf(person)).forEach(this::forgetNumbers);
            }
            for (Watcher watcher : watchers) {
                watcher.forget(person);
            }
        }
    }

    void record(Sighting sighting, int status, @Nullable Promise promise) {
        try {
            tryRecord(sighting, status, promise);
        } catch (RuntimeException bug) {
            LOG.error("live.bug", bug);
        }
        wakeAll();
    }

    @Override
    public void onDelivered(String sink, long seq) {
        tell(sink, seq, Fate.of(Fate.Kind.DELIVERED, clock.millis(), 0));
    }

    @Override
    public void onSuperseded(String sink, long seq, long by) {
        tell(sink, seq, Fate.of(Fate.Kind.SUPERSEDED, clock.millis(), by));
    }

    @Override
    public void onSkipped(String sink, long seq) {
        tell(sink, seq, Fate.of(Fate.Kind.SKIPPED, clock.millis(), 0));
    }

    @Override
    public void onNotRouted(String sink, long seq) {
        tell(sink, seq, Fate.of(Fate.Kind.NOT_ROUTED, clock.millis(), 0));
    }

    @Override
    public void onFailure(String sink, long seq, String reason) {
        tell(sink, seq, new Fate(Fate.Kind.PENDING, clock.millis(), 0, 1, reason, 0, ""));
    }

    @Override
    public void onDeadLetter(String sink, long first, long last, String reason, int status, String detail) {
        Fate fate = new Fate(Fate.Kind.DEAD_LETTERED, clock.millis(), 0, 0, reason, status, detail);
        if (first == last) {
            tell(sink, first, fate);
            return;
        }
        // A range may be of millions; of those in the rings there are not many.
        synchronized (lock) {
            for (Map.Entry<Long, Tracked> each : bySeq.entrySet()) {
                if (each.getKey() >= first && each.getKey() <= last) {
                    put(each.getValue(), new FateKey(each.getKey(), sink), fate);
                }
            }
        }
        wakeAll();
    }

    /** What is to be shown is looked at outside of the lock, and only if it is to be shown. */
    private void tryRecord(Sighting sighting, int status, @Nullable Promise promise) {
        long now = nanoTime.getAsLong();
        long id;
        synchronized (lock) {
            if (!isKept(now)) {
                return;
            }
            Ring ring = ring(sighting.section(), now);
            beginSecond(ring, now);
            if (!ring.tryTake()) {
                meters.onLeftOut();
                return;
            }
            id = ++lastNumber;
        }
        meters.onRecorded();
        long micros = TimeUnit.NANOSECONDS.toMicros(now - sighting.startNanos());
        SeenRequest request = sighting.seen(id, status, promise, micros);
        synchronized (lock) {
            if (isWatched) {
                add(ring(request.section(), now), request);
            }
        }
    }

    private void add(Ring ring, SeenRequest request) {
        Tracked tracked = new Tracked(request);
        Tracked oldest = ring.add(tracked);
        if (oldest != null) {
            forgetNumbers(oldest);
        }
        for (SeenEvent event : request.events()) {
            if (event.seq() > 0) {
                bySeq.put(event.seq(), tracked);
                takeEarly(tracked, event.seq());
            }
        }
        // Another may have come in between, and a stream's numbers must grow.
        tracked.lastNumber = ++lastNumber;
        publish(tracked, Message.ofRequest(tracked.lastNumber, request, tracked.fates(), json));
    }

    private void forgetNumbers(Tracked gone) {
        for (SeenEvent event : gone.request.events()) {
            bySeq.remove(event.seq(), gone);
        }
    }

    private void takeEarly(Tracked tracked, long seq) {
        for (String sink : sinks) {
            FateKey key = new FateKey(seq, sink);
            Fate fate = early.take(key);
            if (fate != null) {
                tracked.put(key, fate);
            }
        }
    }

    private void tell(String sink, long seq, Fate fate) {
        FateKey key = new FateKey(seq, sink);
        synchronized (lock) {
            if (!isWatched) {
                return;
            }
            Tracked tracked = bySeq.get(seq);
            if (tracked != null) {
                put(tracked, key, fate);
            } else if (early.put(key, after(early.get(key), fate))) {
                meters.onForgotten();
            }
        }
        wakeAll();
    }

    private void put(Tracked tracked, FateKey key, Fate now) {
        Fate fate = after(tracked.fate(key), now);
        tracked.put(key, fate);
        tracked.lastNumber = ++lastNumber;
        publish(tracked, Message.ofFate(lastNumber, tracked.request, key, fate, json));
    }

    /** Failures add up. */
    private static Fate after(@Nullable Fate before, Fate now) {
        return before == null ? now : now.after(before.failures() + now.failures());
    }

    private void publish(Tracked tracked, Message message) {
        for (Watcher watcher : watchers) {
            if (watcher.filter().matches(tracked.request)) {
                offer(watcher, message);
            }
        }
    }

    private void offer(Watcher watcher, Message message) {
        if (!watcher.offer(message)) {
            meters.onMissed(1);
        }
    }

    private Ring ring(@Nullable String section, long now) {
        String name = LiveFilter.orNone(section);
        Ring known = rings.get(name);
        if (known != null) {
            return known;
        }
        // One more for the requests of no section, and one for the rest.
        boolean hasRoom = rings.size() < bounds.sections() || name.equals(LiveFilter.NONE);
        return rings.computeIfAbsent(hasRoom ? name : REST, each -> new Ring(each, bounds, now));
    }

    private void beginSecond(Ring ring, long now) {
        if (!ring.isOver(now)) {
            return;
        }
        int leftOut = ring.begin(now);
        if (leftOut == 0) {
            return;
        }
        Message message = Message.sampled(++lastNumber, ring.name, leftOut, json);
        for (Watcher watcher : watchers) {
            if (watcher.filter().matchesRing(ring.name)) {
                offer(watcher, message);
            }
        }
    }

    /** What is kept, the newest of it if it is more than a watcher may have waiting. */
    private void bring(Watcher watcher, long after) {
        List<Tracked> kept = new ArrayList<>();
        for (Ring ring : rings.values()) {
            for (Tracked each : ring.requests()) {
                if (each.lastNumber > after && watcher.filter().matches(each.request)) {
                    kept.add(each);
                }
            }
        }
        kept.sort(Comparator.comparingLong(each -> each.lastNumber));
        int tooMany = Math.max(0, kept.size() - (bounds.queued() - 1));
        if (tooMany > 0) {
            watcher.miss(tooMany);
            meters.onMissed(tooMany);
        }
        for (Tracked each : kept.subList(tooMany, kept.size())) {
            offer(watcher, Message.ofRequest(each.lastNumber, each.request, each.fates(), json));
        }
    }

    /** Whether anything is to be kept; when nobody has looked for long enough, nothing is from now on. */
    private boolean isKept(long now) {
        if (isWatched
                && watchers.isEmpty()
                && now - lastGoneNanos >= bounds.keepFor().toNanos()) {
            isWatched = false;
            rings.clear();
            bySeq.clear();
            early.clear();
        }
        return isWatched;
    }

    private void wakeAll() {
        for (Watcher watcher : watchers) {
            watcher.wake();
        }
    }
}
