package dev.weir.ingest.beacon;

import dev.weir.ingest.Reply;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings replies from other threads to one event loop. The first reply of a batch wakes the loop, the others ride along.
 * Bounded by the requests of this loop that wait for the journal: its hand-over queue and the group being written. A loop
 * that is stalled takes no further requests, so that no further replies come either. Safe for many writers; drained on the
 * loop alone.
 */
final class ReplyQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyQueue.class);
    private static final int CHUNK = 1_024;

    private final Context loop;
    private final Thread loopThread;
    private final MpscUnboundedArrayQueue<Ready> ready = new MpscUnboundedArrayQueue<>(CHUNK);
    private final AtomicBoolean wakeUpOnItsWay = new AtomicBoolean();

    /** Made on the event loop that it serves. */
    ReplyQueue(Context loop) {
        this.loop = loop;
        this.loopThread = Thread.currentThread();
    }

    boolean isOnLoop() {
        return Thread.currentThread() == loopThread;
    }

    void offer(Exchange exchange, Reply reply) {
        ready.offer(new Ready(exchange, reply));
        if (!wakeUpOnItsWay.getAndSet(true)) {
            loop.runOnContext(unused -> drain());
        }
    }

    private void drain() {
        // Lowered first: a reply offered from here on either is seen below or wakes the loop again.
        wakeUpOnItsWay.set(false);
        for (Ready next = ready.poll(); next != null; next = ready.poll()) {
            try {
                next.exchange.send(next.reply);
            } catch (RuntimeException failure) {
                // One client's broken connection is not the others'.
                LOG.warn("reply.failed", failure);
            }
        }
    }

    private record Ready(Exchange exchange, Reply reply) {}
}
