package dev.weir.journal.kafka;

import dev.weir.event.Envelope;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal;
import dev.weir.journal.Journal.Failure;
import dev.weir.journal.Journal.Handover;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Puts events into the journal that stands in front of Kafka, and acknowledges what it keeps. Confined to the sender's thread. */
final class Spill {

    private static final long PAUSE_NANOS = 1_000_000;
    /** Key, header and what Kafka adds. */
    private static final int BESIDE_EVENT_BYTES = 1024;

    private final Journal files;
    private final long mostRecordBytes;
    private final Sender.Receiver receiver;
    private final SpillMeters meters;
    private final Runnable onEnd;
    private final AtomicLong waiting = new AtomicLong();
    private volatile long mostEventBytes;

    /**
     * Puts events into a journal.
     *
     * @param mostRecordBytes what the producer sends at most: what it would refuse later is refused at once
     * @param onEnd called on the journal's thread when it has kept an event, or failed to
     */
    Spill(Journal files, long mostRecordBytes, Sender.Receiver receiver, SpillMeters meters, Runnable onEnd) {
        this.files = files;
        this.mostRecordBytes = mostRecordBytes;
        this.receiver = receiver;
        this.meters = meters;
        this.onEnd = onEnd;
        mostEventBytes = mostRecordBytes - BESIDE_EVENT_BYTES;
    }

    /** From now on what this topic would refuse later is refused at once, too. On any thread. */
    void onTopic(TopicCheck.Topic topic) {
        mostEventBytes = Math.min(mostRecordBytes, topic.maxMessageBytes()) - BESIDE_EVENT_BYTES;
    }

    /** Events that it was given and has not told of. Safe for many threads. */
    long waiting() {
        return waiting.get();
    }

    /**
     * Adds an event or a batch. Blocks while too much waits to be written.
     *
     * @param millis when it was accepted, Unix milliseconds
     */
    void add(Pending pending, long millis) {
        if (isTooLarge(pending)) {
            receiver.onTooLarge(pending);
            return;
        }
        waiting.addAndGet(pending.events());
        Added ack = new Added(pending, millis);
        Handover handover = append(pending, ack);
        while (handover == Handover.QUEUE_FULL) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            handover = append(pending, ack);
        }
        if (handover != Handover.TAKEN) {
            ack.onFailed(handover == Handover.DISK_FULL ? Failure.DISK_FULL : Failure.FAILED);
        }
    }

    private Handover append(Pending pending, Journal.Ack ack) {
        if (pending.events() == 1) {
            return files.append(pending.first(), ack);
        }
        return files.append(pending.all(), ack);
    }

    /** Of a batch each event goes to Kafka by itself. */
    private boolean isTooLarge(Pending pending) {
        for (int i = 0; i < pending.events(); i++) {
            Envelope envelope = pending.event(i);
            if (EnvelopeCodec.bytesOf(envelope) > mostEventBytes) {
                return true;
            }
        }
        return false;
    }

    private final class Added implements Journal.Ack {

        private final Pending pending;
        private final long millis;

        Added(Pending pending, long millis) {
            this.pending = pending;
            this.millis = millis;
        }

        @Override
        public void onKept(long seq) {
            // The journal's last number includes it already: at no moment is it owed by neither.
            waiting.addAndGet(-pending.events());
            meters.onSpilled(pending.events());
            receiver.onKept(pending, millis, files.promise());
            onEnd.run();
        }

        @Override
        public void onFailed(Failure why) {
            waiting.addAndGet(-pending.events());
            if (why == Failure.TOO_LARGE) {
                receiver.onTooLarge(pending);
            } else {
                pending.fail(why);
            }
            onEnd.run();
        }
    }
}
