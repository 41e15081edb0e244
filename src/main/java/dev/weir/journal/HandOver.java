package dev.weir.journal;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Promise;
import dev.weir.journal.Journal.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where appenders leave events and batches for the writer: bounded in count and in bytes, and never blocking an appender. Whatever
 * was taken is either polled by the writer or failed at the end, exactly once. Safe for many appenders and one writer.
 */
public final class HandOver {

    /**
     * So many the writer does not let wait. A group of them costs hardly more than one of fewer, and where there is a core for it
     * it may as well begin.
     */
    private static final int MOST_IN_TURN = 32;

    private final MpscArrayQueue<Pending> queue;
    private final long maxBytes;
    /** Raised before an event is in the queue and lowered after it has left: never below what waits. */
    private final AtomicLong bytes = new AtomicLong();

    private final ThreadLocal<Turn> turn = ThreadLocal.withInitial(Turn::new);
    /** How many threads are in a turn. */
    private final AtomicInteger turns = new AtomicInteger();

    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile @Nullable Thread writer;
    private volatile boolean closing;
    /** Why what is still offered fails; null while the writer is there. */
    private volatile @Nullable Failure ended;

    /**
     * An empty one.
     *
     * @param capacity how many events and batches may wait
     * @param maxBytes the most that may wait, as {@link Pending#bytes} counts
     */
    public HandOver(int capacity, long maxBytes) {
        queue = new MpscArrayQueue<>(capacity);
        this.maxBytes = maxBytes;
    }

    /** Leaves an event or a batch; false if there is no room. */
    public boolean offer(Pending pending) {
        long size = sizeOf(pending);
        if (!tryReserve(size)) {
            return false;
        }
        if (!queue.offer(pending)) {
            bytes.addAndGet(-size);
            return false;
        }
        // Order matters: the queue has grown before these are read, and the writer sets them before it looks at the
        // queue.
        Failure why = ended;
        if (why != null) {
            failAll(why);
        } else if (parked.get() && (turn.get().depth == 0 || queue.size() >= MOST_IN_TURN)) {
            wake();
        }
        return true;
    }

    /** What this thread offers need not be polled before it ends its turn, if it is not much. */
    public void beginTurn() {
        Turn own = turn.get();
        if (own.depth++ == 0) {
            turns.incrementAndGet();
        }
    }

    /** Each {@link #beginTurn} has one: a turn within a turn ends with the outer one. */
    public void endTurn() {
        Turn own = turn.get();
        if (--own.depth == 0) {
            turns.decrementAndGet();
            if (parked.get() && !queue.isEmpty()) {
                wake();
            }
        }
    }

    /** Asks the writer to finish. What was taken before is still polled. */
    public void close() {
        closing = true;
        wake();
    }

    public int depth() {
        return queue.size();
    }

    /** The bytes of what waits. */
    public long bytes() {
        return bytes.get();
    }

    /** How much of the room is taken, 0 to 1: by count or by bytes, whichever is more. */
    public double fill() {
        return Math.max((double) bytes.get() / maxBytes, (double) queue.size() / queue.capacity());
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Whether the writer waits, and nobody has woken it. */
    public boolean isWriterParked() {
        return parked.get();
    }

    /** The next event or batch, or null. Writer only. */
    @Nullable
    public Pending poll() {
        Pending pending = queue.poll();
        if (pending != null) {
            bytes.addAndGet(-sizeOf(pending));
        }
        return pending;
    }

    /**
     * Waits while little is there and more is about to come, since somebody is in a turn: a writer that has just finished would
     * otherwise take the beginning of a turn for a group. Does not wait where nothing is there. Writer only.
     *
     * @param atMostNanos a turn may be long, and the first who came must not wait for all of it
     */
    public void gather(long atMostNanos) {
        if (isGathering()) {
            writer = Thread.currentThread();
            parked.set(true);
            if (isGathering() && !closing) {
                LockSupport.parkNanos(this, atMostNanos);
                Thread.interrupted();
            }
            parked.set(false);
        }
    }

    private boolean isGathering() {
        int waiting = queue.size();
        return waiting > 0 && waiting < MOST_IN_TURN && turns.get() > 0;
    }

    /** Waits until there is something to poll. Writer only. False when there is nothing, and nothing will come. */
    public boolean await() {
        writer = Thread.currentThread();
        while (true) {
            parked.set(true);
            if (!queue.isEmpty()) {
                parked.set(false);
                return true;
            }
            if (closing) {
                // An appender may have come between the look at the queue and this one.
                return !queue.isEmpty();
            }
            LockSupport.park(this);
            Thread.interrupted();
        }
    }

    /** As {@link #await}, but for no longer than this, and until somebody unparks the writer. Writer only. */
    public void rest(long nanos) {
        writer = Thread.currentThread();
        parked.set(true);
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(this, nanos);
            Thread.interrupted();
        }
        parked.set(false);
    }

    /** Whether there is nothing to poll, and nothing will come. Writer only. */
    public boolean isFinished() {
        // In this order: an appender may come between the two looks.
        return closing && queue.isEmpty();
    }

    /** The writer is gone: what still waits, and what is still offered, fails. */
    public void end(Failure why) {
        ended = why;
        failAll(why);
    }

    /**
     * One that exceeds all the room there is goes in when nothing else waits: to refuse it would never end, and the one
     * who offers it holds it in memory already.
     */
    private long sizeOf(Pending pending) {
        return Math.min(pending.bytes(), maxBytes);
    }

    /** Compared first and then set: adding at once would let two large events refuse each other, or a small third. */
    private boolean tryReserve(long size) {
        long reserved = bytes.get();
        while (reserved + size <= maxBytes) {
            if (bytes.compareAndSet(reserved, reserved + size)) {
                return true;
            }
            reserved = bytes.get();
        }
        return false;
    }

    private void wake() {
        if (parked.compareAndSet(true, false)) {
            LockSupport.unpark(writer);
        }
    }

    private synchronized void failAll(Failure why) {
        for (Pending pending = poll(); pending != null; pending = poll()) {
            pending.fail(why);
        }
    }

    /** Of one thread: how many turns it is in. */
    private static final class Turn {
        private int depth;
    }

    /**
     * An event on its way, or a batch of them.
     *
     * @param first the event, or the first one of the batch
     * @param others the others of the batch, in order; none for a single event
     * @param meaning of the first, where the appender knows it
     */
    public record Pending(
            Envelope first, List<Envelope> others, @Nullable Event meaning, Journal.Ack ack, long handedOverNanos) {

        /**
         * What an event costs in memory beside its body and query: the objects, short texts, headers and connection
         * that wait with it. An estimate, and no bound of one event: a bound would count the rare largest headers for
         * all.
         */
        public static final int BASE_BYTES = 2048;

        private static final List<Envelope> NO_OTHERS = List.of();

        /** A single event. */
        public Pending(Envelope envelope, Journal.Ack ack, long handedOverNanos) {
            this(envelope, null, ack, handedOverNanos);
        }

        /** A single event, and what it means. */
        public Pending(Envelope envelope, @Nullable Event meaning, Journal.Ack ack, long handedOverNanos) {
            this(envelope, NO_OTHERS, meaning, ack, handedOverNanos);
        }

        /** A batch of at least one event; of one it is no different from that event alone. */
        public static Pending batch(List<Envelope> envelopes, Journal.Ack ack, long handedOverNanos) {
            List<Envelope> own = List.copyOf(envelopes);
            return new Pending(own.get(0), own.subList(1, own.size()), null, ack, handedOverNanos);
        }

        public int events() {
            return 1 + others.size();
        }

        /** The event at this place, from 0. */
        public Envelope event(int index) {
            return index == 0 ? first : others.get(index - 1);
        }

        /** All of them, in order. */
        public List<Envelope> all() {
            List<Envelope> all = new ArrayList<>(events());
            all.add(first);
            all.addAll(others);
            return all;
        }

        /** What it takes in memory while it waits, roughly. Always the same for one, and above zero. */
        public long bytes() {
            long bytes = 0;
            for (int i = 0; i < events(); i++) {
                bytes += bytesOf(event(i));
            }
            return bytes;
        }

        /** What an event takes in memory, roughly: wherever some are kept for a while, they are bounded by this. */
        public static long bytesOf(Envelope envelope) {
            Beacon beacon = envelope.beacon();
            return (long) BASE_BYTES + beacon.query().length() + beacon.body().length;
        }

        public void fail(Failure why) {
            try {
                ack.onFailed(why);
            } catch (RuntimeException e) {
                AckFailure.tell(e);
            }
        }

        /**
         * The promise is kept.
         *
         * @param seq the number of the first event
         */
        public void keep(long seq) {
            try {
                ack.onKept(seq);
            } catch (RuntimeException e) {
                AckFailure.tell(e);
            }
        }

        /** As above, where the journal says which promise that is. */
        public void keep(long seq, Promise made) {
            try {
                ack.onKept(seq, made);
            } catch (RuntimeException e) {
                AckFailure.tell(e);
            }
        }
    }
}
