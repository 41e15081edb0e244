package dev.weir.ingest;

import dev.weir.dialect.Ids;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.state.RecentKeys;
import dev.weir.state.SharedKeys;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a request have come before. An event that another request is about at this moment is waited for at the very
 * end, when nothing of this one is left to do: two requests that hold each other's events never wait in a circle.
 *
 * <p>Safe for the threads that tell of other requests' events; everything else is for the request's own thread, after {@link
 * #whenKnown}.
 */
final class Repetitions {

    /** What a repetition gets whose first could not be kept, or has too many repetitions. */
    static final Rejection LOST = Rejection.JOURNAL_QUEUE_FULL;

    private final RecentKeys recent;
    private final @Nullable String[] keys;
    /** Written before {@link #unknown} is lowered, read after it has come to zero. */
    private final State[] states;

    private final @Nullable Ids[] ids;
    /** Events whose first is under way, and one for whoever waits. */
    private final AtomicInteger unknown = new AtomicInteger(1);

    private @Nullable Runnable waiting;
    /** Null where there are no other nodes. */
    private final @Nullable Others others;

    private Repetitions(RecentKeys recent, @Nullable SharedKeys shared, @Nullable String[] keys) {
        this.recent = recent;
        this.others = shared == null ? null : new Others(shared);
        this.keys = keys;
        this.states = new State[keys.length];
        this.ids = new Ids[keys.length];
    }

    /**
     * Claims the keys of a request's events.
     *
     * @param shared knows what other nodes have accepted; null where there are none
     * @param keys null where an event has none; or null as a whole where none has
     */
    static @Nullable Repetitions claim(
            RecentKeys recent, @Nullable SharedKeys shared, @Nullable String @Nullable [] keys) {
        if (keys == null) {
            return null;
        }
        Repetitions repetitions = new Repetitions(recent, shared, keys);
        for (int i = 0; i < keys.length; i++) {
            repetitions.claim(i);
        }
        return repetitions;
    }

    /** Whether other nodes know something that must be awaited before anything else is asked here: {@link #whenOthersAnswered}. */
    boolean asksOthers() {
        return others != null;
    }

    /** Calls once, when the other nodes have said what they know; perhaps at once. To be asked once. */
    void whenOthersAnswered(Runnable then) {
        if (others == null) {
            then.run();
        } else {
            others.waiting = then;
            others.lower();
        }
    }

    /** Whether there is something to accept in the event at this index. */
    boolean isFresh(int index) {
        return states[index] == State.FRESH;
    }

    /** Whether the event at this index was to be a repetition, and its first was lost. */
    boolean isLost(int index) {
        return states[index] == State.LOST;
    }

    /** Whether no event is fresh. */
    boolean isWhole() {
        for (State state : states) {
            if (state == State.FRESH) {
                return false;
            }
        }
        return true;
    }

    /** Whether no event has come before. */
    boolean isAllFresh() {
        return count(State.FRESH) == states.length;
    }

    @Nullable
    String key(int index) {
        return keys[index];
    }

    /** Calls once, when what became of every repeated event is known; perhaps at once. To be asked once. */
    void whenKnown(Runnable then) {
        waiting = then;
        lower();
    }

    boolean hasLost() {
        return lostCount() > 0;
    }

    int lostCount() {
        return count(State.LOST);
    }

    int duplicates() {
        return count(State.REPEATED);
    }

    /** What the client was told then; that of the first event. */
    Ids ids() {
        Ids first = ids[0];
        return first == null ? Ids.NONE : first;
    }

    RejectedException lost() {
        return new RejectedException(
                LOST, null, "the same event came before and has not been kept (expected: a retry later)");
    }

    /** The fresh events are kept, as these. */
    void settle(List<Envelope> kept) {
        for (Envelope envelope : kept) {
            String key = envelope.notes().idempotencyKey();
            if (key != null) {
                String presented = envelope.clientSessionId();
                recent.settle(key, new Ids(envelope.deviceId(), presented == null ? envelope.sessionId() : presented));
                if (others != null) {
                    others.shared.keep(key);
                }
            }
        }
    }

    /** The fresh events are not kept. */
    void abandon() {
        for (int i = 0; i < keys.length; i++) {
            String key = keys[i];
            if (states[i] == State.FRESH && key != null) {
                recent.abandon(key);
                if (others != null) {
                    others.shared.drop(key);
                }
            }
        }
    }

    private void claim(int index) {
        String key = keys[index];
        if (key == null) {
            states[index] = State.FRESH;
            return;
        }
        if (isRepeatedWithin(index, key)) {
            states[index] = State.REPEATED;
            return;
        }
        states[index] = State.UNKNOWN;
        unknown.incrementAndGet();
        RecentKeys.Turn turn = recent.tryClaim(key, new Outcome(index));
        switch (turn) {
            case FIRST -> {
                if (others == null) {
                    become(index, State.FRESH);
                } else {
                    others.ask(index, key);
                }
            }
            case BUSY -> become(index, State.LOST);
            case KEPT, PARKED -> {}
        }
    }

    /** An event that a request holds twice is accepted once, and does not wait for itself. */
    private boolean isRepeatedWithin(int index, String key) {
        for (int i = 0; i < index; i++) {
            if (key.equals(keys[i])) {
                return true;
            }
        }
        return false;
    }

    private void become(int index, State state) {
        states[index] = state;
        lower();
    }

    private void lower() {
        if (unknown.decrementAndGet() == 0) {
            Runnable then = waiting;
            if (then != null) {
                then.run();
            }
        }
    }

    private int count(State wanted) {
        int count = 0;
        for (State state : states) {
            if (state == wanted) {
                count++;
            }
        }
        return count;
    }

    private enum State {
        UNKNOWN,
        FRESH,
        REPEATED,
        LOST
    }

    /** What other nodes are asked; only where there are some. */
    private final class Others {
        private final SharedKeys shared;
        /** Events of which they are asked, and one for whoever waits. */
        private final AtomicInteger asked = new AtomicInteger(1);

        private @Nullable Runnable waiting;

        Others(SharedKeys shared) {
            this.shared = shared;
        }

        void ask(int index, String key) {
            asked.incrementAndGet();
            shared.claim(key, standing -> {
                onAnswer(index, key, standing);
                lower();
            });
        }

        private void onAnswer(int index, String key, SharedKeys.Standing standing) {
            switch (standing) {
                case FREE, UNKNOWN -> become(index, State.FRESH);
                case KEPT -> {
                    // What its client was told, only that node knows.
                    recent.settle(key, Ids.NONE);
                    ids[index] = Ids.NONE;
                    become(index, State.REPEATED);
                }
                case UNDER_WAY -> {
                    recent.abandon(key);
                    become(index, State.LOST);
                }
            }
        }

        void lower() {
            if (asked.decrementAndGet() == 0) {
                Runnable then = waiting;
                if (then != null) {
                    then.run();
                }
            }
        }
    }

    /** Told of the first of an event. */
    private final class Outcome implements RecentKeys.Waiter {
        private final int index;

        Outcome(int index) {
            this.index = index;
        }

        @Override
        public void onKept(Ids told) {
            ids[index] = told;
            become(index, State.REPEATED);
        }

        @Override
        public void onAbandoned() {
            become(index, State.LOST);
        }
    }
}
