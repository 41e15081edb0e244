package dev.weir.ingest.beacon;

import dev.weir.connection.NextTurn;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/**
 * Ends bodies that take too long. All have the same time, so they stand in line in the order in which they began, and ten
 * times a second the first ones are looked at: a body costs two links and no timer. When thousands are over at once, a few are ended
 * in each turn of the loop, so that others do not wait for it. Confined to one event loop.
 */
final class BodyDeadlines {

    private static final long TICK_MILLIS = 100;
    /** Some 50 microseconds each, with their answers. */
    private static final int ENDED_A_TURN = 16;

    private final long ticksAllowed;
    private final Place line = new Place(() -> {});
    private final EventExecutor loop;
    private long tick;
    private boolean isEnding;

    private BodyDeadlines(EventExecutor loop, long ticks) {
        this.loop = loop;
        // The tick under way has begun already, and does not count.
        this.ticksAllowed = ticks + 1;
    }

    /** Made on the event loop that it serves. */
    static BodyDeadlines start(Vertx vertx, Duration limit) {
        EventExecutor loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        BodyDeadlines deadlines = withoutTimer(loop, limit.toMillis() / TICK_MILLIS);
        vertx.setPeriodic(TICK_MILLIS, unused -> deadlines.onTick());
        return deadlines;
    }

    /** For tests, which tell the time themselves. */
    static BodyDeadlines withoutTimer(EventExecutor loop, long ticks) {
        return new BodyDeadlines(loop, ticks);
    }

    void add(Place place) {
        place.dueTick = tick + ticksAllowed;
        place.before = line.before;
        place.after = line;
        line.before.after = place;
        line.before = place;
    }

    /** Does nothing if it is not in line. */
    void remove(Place place) {
        place.before.after = place.after;
        place.after.before = place.before;
        place.before = place;
        place.after = place;
    }

    void onTick() {
        tick++;
        if (!isEnding) {
            endSome();
        }
    }

    private void endSome() {
        isEnding = false;
        for (int ended = 0; isFirstDue(); ended++) {
            if (ended == ENDED_A_TURN) {
                isEnding = true;
                NextTurn.begin(loop, this::endSome);
                return;
            }
            Place first = line.after;
            remove(first);
            first.onDeadline.run();
        }
    }

    private boolean isFirstDue() {
        return line.after != line && line.after.dueTick <= tick;
    }

    /** A place in line; out of line it is next to itself. */
    static final class Place {
        private final Runnable onDeadline;
        private Place before = this;
        private Place after = this;
        private long dueTick;

        Place(Runnable onDeadline) {
            this.onDeadline = onDeadline;
        }
    }
}
