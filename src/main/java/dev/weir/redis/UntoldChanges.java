package dev.weir.redis;

import dev.weir.state.CartChange;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Changes of carts that have not been answered, in their order: those that are sent, then those that wait. Where too many wait, the
 * oldest is given up, and its cart is wrong until its next full-sync. Pure; confined to one thread.
 */
final class UntoldChanges {

    static final int MAX_WAITING = 10_000;
    /** Of the waiting ones together, some 10 MiB. */
    static final int MAX_LINES = 100_000;
    /** More would keep the connection busy for so long that it would count as lost. */
    static final int MAX_SENT = 256;
    /** What ends a connection so often that is otherwise good is the reason for it. */
    static final int MOST_TRIES = 5;

    private final Counter givenUp;
    private final Deque<Told> waiting = new ArrayDeque<>();
    private final Deque<Told> sent = new ArrayDeque<>();
    private int lines;
    private long stuckNumber;
    private int stuckTries;

    UntoldChanges(Counter givenUp) {
        this.givenUp = givenUp;
    }

    void add(Told told) {
        waiting.addLast(told);
        lines += told.lines();
        while (waiting.size() > MAX_WAITING || (lines > MAX_LINES && waiting.size() > 1)) {
            lines -= waiting.removeFirst().lines();
            givenUp.increment();
        }
    }

    /** The next one, which is sent from now on; or null if there is none, or enough are sent. */
    @Nullable
    Told trySend() {
        Told next = sent.size() < MAX_SENT ? waiting.pollFirst() : null;
        if (next != null) {
            lines -= next.lines();
            sent.addLast(next);
        }
        return next;
    }

    /** Whether none waits to be sent. */
    boolean areSent() {
        return waiting.isEmpty();
    }

    /** The one that was sent first is answered. */
    void onAnswered() {
        sent.removeFirst();
    }

    /** None of the sent ones will be answered any longer: they are to be sent again. */
    void onLinkLost() {
        Told first = sent.peekFirst();
        if (first == null) {
            return;
        }
        stuckTries = first.number == stuckNumber ? stuckTries + 1 : 1;
        stuckNumber = first.number;
        if (stuckTries >= MOST_TRIES) {
            sent.removeFirst();
            givenUp.increment();
        }
        while (!sent.isEmpty()) {
            Told last = sent.removeLast();
            lines += last.lines();
            waiting.addFirst(last);
        }
    }

    /**
     * A change.
     *
     * @param device the digest of the device
     * @param number among those of this node
     * @param nanos when it happened
     */
    record Told(String device, CartChange change, long number, long nanos) {

        int lines() {
            return 1 + change.lines().size() + change.result().size();
        }
    }
}
