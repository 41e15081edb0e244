package dev.weir.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Records acknowledgements, and waits for them with a deadline. Safe for many threads. */
public final class Acks {

    private static final long DEADLINE_SECONDS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Ack> all = new ArrayList<>();

    /** A new acknowledgement to hand over with one event. */
    public Ack next() {
        lock.lock();
        try {
            Ack ack = new Ack();
            all.add(ack);
            return ack;
        } finally {
            lock.unlock();
        }
    }

    /** The numbers of those kept, in the order of hand-over. */
    public List<Long> keptSeqs() {
        lock.lock();
        try {
            return all.stream().map(ack -> ack.seq).filter(Objects::nonNull).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many have been answered, one way or the other. */
    public int answered() {
        lock.lock();
        try {
            return (int) all.stream().filter(ack -> ack.calls > 0).count();
        } finally {
            lock.unlock();
        }
    }

    /** One event's acknowledgement. */
    public final class Ack implements Journal.Ack {
        private @Nullable Long seq;
        private int calls;
        private Journal.@Nullable Failure failure;

        @Override
        public void onKept(long kept) {
            answer(kept, null);
        }

        @Override
        public void onFailed(Journal.Failure why) {
            answer(null, why);
        }

        /** Waits for the answer: the event's number, or null when it failed. */
        public @Nullable Long await() {
            lock.lock();
            try {
                long left = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
                while (calls == 0) {
                    if (left <= 0) {
                        throw new AssertionError("no acknowledgement within " + DEADLINE_SECONDS + " s");
                    }
                    left = changed.awaitNanos(left);
                }
                return seq;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                lock.unlock();
            }
        }

        /** Waits for the answer, and tells why it failed: null when it did not. */
        public Journal.@Nullable Failure awaitFailure() {
            Long unused = await();
            lock.lock();
            try {
                return failure;
            } finally {
                lock.unlock();
            }
        }

        /** How often it was answered: once is right. */
        public int calls() {
            lock.lock();
            try {
                return calls;
            } finally {
                lock.unlock();
            }
        }

        private void answer(@Nullable Long kept, Journal.@Nullable Failure why) {
            lock.lock();
            try {
                seq = kept;
                failure = why;
                calls++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
