package dev.weir.ingest.beacon;

import dev.weir.connection.DeadlineLine;
import dev.weir.connection.DeadlineLine.Place;
import dev.weir.connection.NextTurn;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;

/**
 * Ends bodies that take too long. All have the same time, so they stand in one line, and ten times a second the first ones are
 * looked at. When thousands are over at once, a few are ended in each turn of the loop, so that others do not wait for it. Confined to
 * one event loop.
 */
final class BodyDeadlines {

    private static final long TICK_MILLIS = 100;
    /** Some 50 microseconds each, with their answers. */
    private static final int ENDED_A_TURN = 4;

    private final DeadlineLine line;
    private final EventExecutor loop;
    private long tick;
    private boolean isEnding;

    private BodyDeadlines(EventExecutor loop, long ticks) {
        this.loop = loop;
        this.line = new DeadlineLine(ticks);
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

    /** To the end of the line. Who is done leaves it by itself. */
    void add(Place place) {
        line.add(place, tick);
    }

    void onTick() {
        tick++;
        if (!isEnding) {
            endSome();
        }
    }

    private void endSome() {
        isEnding = false;
        for (int ended = 0; ended < ENDED_A_TURN; ended++) {
            if (!line.tryEnd(tick)) {
                return;
            }
        }
        isEnding = true;
        NextTurn.begin(loop, this::endSome);
    }
}
