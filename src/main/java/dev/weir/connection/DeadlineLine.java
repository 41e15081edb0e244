package dev.weir.connection;

/**
 * Those who all have the same time, in the order in which they began: only the first need be looked at, and a place costs two links
 * and no timer. Time is told in ticks. Confined to one event loop.
 */
public final class DeadlineLine {

    private final long ticksAllowed;
    private final Place ends = new Place(() -> {});

    /** @param ticks of which the one under way does not count */
    public DeadlineLine(long ticks) {
        this.ticksAllowed = ticks + 1;
    }

    /** To the end of the line; whoever stands in this or another line leaves it. */
    public void add(Place place, long tick) {
        place.leave();
        place.dueTick = tick + ticksAllowed;
        place.before = ends.before;
        place.after = ends;
        ends.before.after = place;
        ends.before = place;
    }

    /** Takes the first out of the line, and tells it, if its time is over; false if nobody's is. */
    public boolean tryEnd(long tick) {
        Place first = ends.after;
        if (first == ends || first.dueTick > tick) {
            return false;
        }
        first.leave();
        first.onDeadline.run();
        return true;
    }

    /** A place in a line; out of line it is next to itself. */
    public static final class Place {
        private final Runnable onDeadline;
        private Place before = this;
        private Place after = this;
        private long dueTick;

        public Place(Runnable onDeadline) {
            this.onDeadline = onDeadline;
        }

        /** Does nothing if it is in no line. */
        public void leave() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }
    }
}
