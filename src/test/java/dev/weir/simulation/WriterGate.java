package dev.weir.simulation;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the journal's writer while a group is put together, knows when it has nothing left to do, and lets it die at the
 * moments of its work. It stands in the journal's clocks, which the writer reads in an order that tells where it is: the
 * wall clock when it has taken a group in hand or found nothing more, and the other one before and after it forces, and
 * before it acknowledges.
 */
final class WriterGate {

    private static final String WRITER = "weir-journal-writer";
    private static final Moment[] MEASURED = {Moment.GROUP_WRITTEN, Moment.GROUP_FORCED, Moment.GROUP_PUBLISHED};

    private final VirtualTime time;
    private final Death death;
    private final TornWrite torn;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean isClosed;
    private boolean isIdle;
    private int owed;
    private int measured;
    private volatile boolean isUnforced;

    WriterGate(VirtualTime time, Death death, TornWrite torn) {
        this.torn = torn;
        this.time = time;
        this.death = death;
    }

    /** The journal's wall clock. */
    Instant instant() {
        if (isWriter()) {
            onLook();
        }
        return time.instant();
    }

    /** The journal's monotonic clock. */
    long nanos() {
        if (isWriter()) {
            Moment moment = MEASURED[measured++ % MEASURED.length];
            if (moment == Moment.GROUP_FORCED) {
                isUnforced = false;
            }
            dieAt(moment);
        }
        return time.nanos();
    }

    void close() {
        locked(() -> isClosed = true);
    }

    void open() {
        locked(() -> {
            isClosed = false;
            opened.signalAll();
        });
    }

    /** Said before an event is handed over. */
    void onHandOver() {
        locked(() -> owed++);
    }

    void onTaken() {
        locked(() -> isIdle = false);
    }

    /** The event was not taken, or the journal has answered. */
    void onAnswered() {
        locked(() -> owed--);
    }

    /** Whether everything handed over is answered, and the writer waits for more. */
    boolean isIdle() {
        lock.lock();
        try {
            return isIdle;
        } finally {
            lock.unlock();
        }
    }

    /** What was written and not forced survives in part, as after a power cut. Said when the writer has ended. */
    void tearUnforced(Random random) {
        if (isUnforced) {
            torn.tear(random);
        }
    }

    private void onLook() {
        locked(() -> {
            measured = 0;
            if (owed == 0) {
                isIdle = true;
            }
            while (owed > 0 && isClosed) {
                opened.awaitUninterruptibly();
            }
            if (owed > 0) {
                torn.remember();
                isUnforced = true;
            }
        });
        dieAt(Moment.GROUP_GATHERED);
    }

    private void dieAt(Moment moment) {
        if (!death.isSurvived(moment)) {
            throw new Death.Died();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isWriter() {
        return Thread.currentThread().getName().equals(WRITER);
    }
}
