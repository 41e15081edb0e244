package dev.weir.connection;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/** What an event loop is to do when it has looked at its sockets, and not waited for them. To be called on the loop. */
public final class NextTurn {

    private NextTurn() {}

    /**
     * Not by {@code execute}: a task that makes another, and that one another, keeps the loop from its sockets for up to a second
     * (Netty's {@code maxTaskProcessingQuantumMs}). What is due at once by time is not looked for before the next turn.
     */
    public static void begin(EventExecutor loop, Runnable task) {
        var unused = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
    }
}
