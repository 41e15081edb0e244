package dev.weir.connection;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;

/**
 * Those of one event loop whose next request is here already, and may go on: in the order in which they came, and a few in each
 * turn, so that who waits for an answer before it asks again finds the loop as if they were not there. Each stands here once at most.
 * Confined to that loop.
 */
final class GoingOn {

    /** Some 30 microseconds each. */
    static final int A_TURN = 4;

    private final EventExecutor loop;
    private final ArrayDeque<Runnable> line = new ArrayDeque<>();
    private boolean isBegun;

    GoingOn(EventExecutor loop) {
        this.loop = loop;
    }

    /** To the end of the line. */
    void add(Runnable next) {
        line.add(next);
        begin();
    }

    private void begin() {
        if (!isBegun) {
            isBegun = true;
            NextTurn.begin(loop, this::goOn);
        }
    }

    private void goOn() {
        isBegun = false;
        try {
            for (int i = 0; i < A_TURN && !line.isEmpty(); i++) {
                line.remove().run();
            }
        } finally {
            if (!line.isEmpty()) {
                begin();
            }
        }
    }
}
