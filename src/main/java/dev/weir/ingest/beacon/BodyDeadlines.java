package dev.weir.ingest.beacon;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Ends bodies that take too long. All have the same time, so they stand in line in the order in which they began, and once a
 * second the first ones are looked at: a body costs two links and no timer. Confined to one event loop.
 */
final class BodyDeadlines {

    private static final long TICK_MILLIS = 1_000;

    private final long ticksAllowed;
    private final Place line = new Place(() -> {});
    private long tick;

    private BodyDeadlines(Duration limit) {
        // The tick under way has begun already, and does not count.
        this.ticksAllowed = limit.toSeconds() + 1;
    }

    /** Made on the event loop that it serves. */
    static BodyDeadlines start(Vertx vertx, Duration limit) {
        BodyDeadlines deadlines = new BodyDeadlines(limit);
        vertx.setPeriodic(TICK_MILLIS, unused -> deadlines.onTick());
        return deadlines;
    }

    /** For tests, which tell the time themselves. */
    static BodyDeadlines withoutTimer(Duration limit) {
        return new BodyDeadlines(limit);
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
        Place first = line.after;
        while (first != line && first.dueTick <= tick) {
            remove(first);
            first.onDeadline.run();
            first = line.after;
        }
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
