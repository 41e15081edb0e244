package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one sink: runs rounds until it is told to stop. A fault (a bug, a disk that fails, an error of the JVM's) ends
 * the rounds; after a pause a fresh {@link SinkRelay} begins at the saved cursor. What others may ask of it is published after
 * each round.
 */
final class SinkThread {

    private static final Logger LOG = LoggerFactory.getLogger(SinkThread.class);
    private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** There may be thousands of sections, and thousands of rounds a second. */
    private static final long STANDINGS_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Relay.Setup setup;
    private final Relay.Outlet outlet;
    private final LongConsumer onSaved;
    private final Runnable onHolding;
    private final RandomGenerator random;
    private final Steering steering;
    private final SinkMeters meters;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile Inbox inbox;
    private volatile Cursor cursor;
    private volatile long oldestMillis = Long.MAX_VALUE;
    private volatile boolean isWell = true;
    private volatile boolean isHolding;
    private volatile Map<String, SectionStanding> standings = Map.of();
    private long standingsNanos;
    private volatile @Nullable Drain drain;
    private volatile @Nullable Rest rest;

    SinkThread(
            Relay.Setup setup,
            Relay.Outlet outlet,
            LongConsumer onSaved,
            Runnable onHolding,
            RandomGenerator random,
            boolean isPaused) {
        this.setup = setup;
        this.outlet = outlet;
        this.onSaved = onSaved;
        this.onHolding = onHolding;
        this.random = random;
        this.steering = new Steering(outlet.options(), isPaused);
        this.cursor = setup.journal().cursors().load(name());
        this.inbox = new Inbox(outlet.sink().maxInFlight());
        this.thread = new Thread(this::run, "weir-relay-" + name());
        // Last: what they show may be asked for at once.
        this.meters = new SinkMeters(setup.meters(), this, setup.tags());
    }

    void start() {
        thread.start();
    }

    String name() {
        return outlet.sink().name();
    }

    Cursor cursor() {
        return cursor;
    }

    SinkMeters meters() {
        return meters;
    }

    /** The cursor is read first, so that what is settled in between cannot make the pending negative. */
    Relay.Status status() {
        Cursor now = cursor;
        long pending = setup.journal().lastSeq() - now.settled();
        RangeReplay replay = steering.replay();
        return new Relay.Status(
                name(), now, pending, isWell(), isPaused(), isHolding, replay == null ? null : replay.progress());
    }

    long backlogMillis() {
        long oldest = oldestMillis;
        return oldest == Long.MAX_VALUE ? 0 : Math.max(0, setup.clock().millis() - oldest);
    }

    boolean isWell() {
        return isWell && thread.isAlive();
    }

    /** Where each section stood lately. */
    Map<String, SectionStanding> standings() {
        return standings;
    }

    /** Whether the intake is to wait, because this sink holds back too much of the journal. */
    boolean isHolding() {
        return isHolding;
    }

    boolean isPaused() {
        return steering.isPaused();
    }

    void pause(boolean isWanted) {
        if (steering.isPaused() != isWanted) {
            steering.pause(isWanted);
            LOG.info("sink={} state={}", name(), isWanted ? "paused" : "resumed");
            wake();
        }
    }

    void retune(OutletOptions options) {
        steering.retune(options);
        wake();
    }

    /** Returns false while another range is being sent again. */
    boolean tryReplay(long from, long to) {
        boolean isTaken = steering.tryReplay(new RangeReplay(from, to));
        wake();
        return isTaken;
    }

    void wake() {
        inbox.wake();
    }

    /**
     * Counts down once everything up to {@code lastSeq} is settled, and the cursor saved; or when the sink is paused, and nothing
     * is under way.
     */
    CountDownLatch drainTo(long lastSeq) {
        Drain wanted = new Drain(lastSeq, new CountDownLatch(1));
        drain = wanted;
        wake();
        return wanted.done;
    }

    /** Makes no more calls, lets those under way end, as long as the rest waits for them, saves, and then waits for its end. */
    void rest(Rest wanted) {
        rest = wanted;
        wake();
    }

    void endRest() {
        rest = null;
    }

    void stop() {
        stop.countDown();
        wake();
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
    }

    private void run() {
        Duration pause = MIN_PAUSE;
        try {
            while (!isStopped()) {
                long before = cursor.settled();
                try {
                    runRounds();
                    Rest wanted = rest;
                    if (wanted != null) {
                        wanted.take(stop);
                    }
                } catch (RuntimeException | Error e) {
                    isWell = false;
                    meters.onFault();
                    LOG.error("sink={} fault, beginning again at the saved cursor", name(), e);
                    boolean hasMoved = cursor.settled() != before;
                    pause = hasMoved ? MIN_PAUSE : min(pause.multipliedBy(2), MAX_PAUSE);
                    stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            isWell = false;
            LOG.error("sink={} interrupted, stopped", name());
        }
    }

    private void runRounds() throws InterruptedException {
        Inbox fresh = new Inbox(outlet.sink().maxInFlight());
        inbox = fresh;
        try (SinkRelay relay = new SinkRelay(setup, outlet, meters, fresh, onSaved, random, steering)) {
            while (!isStopped()) {
                long idleNanos = relay.round();
                publish(relay);
                isWell = true;
                if (mayRest(relay)) {
                    break;
                }
                gather();
                Attempt first = fresh.await(idleNanos);
                if (first != null) {
                    relay.onCompleted(first);
                }
            }
            relay.save();
            publish(relay);
        }
    }

    private void gather() {
        long nanos = outlet.sink().gatherNanos();
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private boolean mayRest(SinkRelay relay) {
        Rest wanted = rest;
        if (wanted == null) {
            return false;
        }
        int underWay = relay.rest();
        if (underWay > 0 && wanted.isPatient()) {
            return false;
        }
        wanted.leave(name(), underWay);
        return true;
    }

    private void publish(SinkRelay relay) {
        cursor = relay.position();
        oldestMillis = relay.oldestMillis(Long.MAX_VALUE);
        relay.publish();
        long now = setup.nanoTime().getAsLong();
        if (now - standingsNanos >= STANDINGS_EVERY_NANOS) {
            standings = relay.standings();
            standingsNanos = now;
        }
        if (isHolding != relay.isHolding()) {
            isHolding = relay.isHolding();
            LOG.warn("sink={} state={}: its backlog is at its bound", name(), isHolding ? "holding" : "released");
            onHolding.run();
        }
        Drain wanted = drain;
        if (wanted == null) {
            return;
        }
        relay.drain();
        boolean isCutShort = isPaused() && relay.isIdle();
        if (isCutShort || cursor.nextSeq() > wanted.lastSeq) {
            relay.save();
            if (isCutShort || relay.saved().nextSeq() > wanted.lastSeq) {
                drain = null;
                wanted.done.countDown();
            }
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private record Drain(long lastSeq, CountDownLatch done) {}
}
