package dev.weir.state;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The questions that wait, bounded, in the order in which they were asked. Safe for many threads. */
final class Questions {

    private final int max;
    private final ArrayDeque<Question> waiting = new ArrayDeque<>();
    private boolean isClosed;

    Questions(int max) {
        this.max = max;
    }

    /** False when there are too many, or no more is answered. */
    synchronized boolean tryPut(Question question) {
        return !isClosed && waiting.size() < max && waiting.add(question);
    }

    /** The first one, which stays; or null. */
    synchronized @Nullable Question peek() {
        return waiting.peek();
    }

    synchronized void remove() {
        waiting.remove();
    }

    /** Takes no more from now on. */
    synchronized void close() {
        isClosed = true;
    }
}
