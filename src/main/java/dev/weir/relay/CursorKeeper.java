package dev.weir.relay;

import dev.weir.journal.CursorStore;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.deadletter.DeadLetters;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a sink's cursor now and then, because each save is an fsync: after so many settled events, or so much time, but on a slow disk
 * for no more than a tenth of the time. Between saves it notes it, once a millisecond at most, so that the death of the process
 * alone has next to nothing arrive twice: while a save waits for the disk, nothing is noted. When it cannot be saved, deliveries
 * go on for a while and then wait, so that a crash makes no more than that arrive twice. Confined to the relay's thread of the sink.
 */
final class CursorKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(CursorKeeper.class);
    private static final long WAIT_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NOTE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** How many times {@code saveEvery} may be settled and unsaved. */
    private static final int PATIENCE = 4;
    /** After a save none is begun for so many times what it took, but for a second at most. */
    private static final int REST = 9;

    private static final long MAX_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CursorStore store;
    private final String sink;
    private final DeadLetters deadLetters;
    private final LongConsumer onSaved;
    private final LongSupplier nanoTime;
    private final int saveEvery;
    private final long saveWithinNanos;
    private Cursor saved;
    private boolean isUnsaved;
    private boolean isFailing;
    private long dueNanos;
    /** Until then none but a save that must be is begun. */
    private long restUntilNanos;
    /** How many settled events the newest note or save has. */
    private long noted;

    private long noteDueNanos;
    /** Whether a note is worth a try: after one that was not kept, none is until the next save. */
    private boolean isNotable = true;

    /** @param onSaved is told the number below which nothing is needed any longer */
    CursorKeeper(
            CursorStore store,
            String sink,
            Cursor saved,
            DeadLetters deadLetters,
            RelayOptions options,
            LongSupplier nanoTime,
            LongConsumer onSaved) {
        this.store = store;
        this.sink = sink;
        this.saved = saved;
        this.noted = saved.settled();
        this.deadLetters = deadLetters;
        this.saveEvery = options.saveEvery();
        this.saveWithinNanos = options.saveWithin().toNanos();
        this.nanoTime = nanoTime;
        this.restUntilNanos = nanoTime.getAsLong();
        this.onSaved = onSaved;
    }

    /** What is on disk. */
    Cursor saved() {
        return saved;
    }

    /** Whether so much is unsaved that nothing more should be sent. */
    boolean isExhausted(Cursor position) {
        return position.settled() - saved.settled() >= (long) PATIENCE * saveEvery;
    }

    /** Saves when it is due. */
    void onRound(Cursor position, long nowNanos) {
        long unsaved = position.settled() - saved.settled();
        if (unsaved == 0) {
            return;
        }
        if (!isUnsaved) {
            isUnsaved = true;
            dueNanos = nowNanos + Math.max(saveWithinNanos, restUntilNanos - nowNanos);
            noteDueNanos = nowNanos;
        }
        if (dueNanos - nowNanos <= 0 || (!isFailing && isMuch(unsaved, nowNanos))) {
            save(position, nowNanos);
        } else if (mayNote(position) && noteDueNanos - nowNanos <= 0) {
            isNotable = store.tryNote(sink, position);
            noted = position.settled();
            noteDueNanos = nowNanos + NOTE_EVERY_NANOS;
        }
    }

    /** More than is to come twice after a crash of the machine, as far as the disk's pace lets that be bounded. */
    private boolean isMuch(long unsaved, long nowNanos) {
        return unsaved >= saveEvery && (restUntilNanos - nowNanos <= 0 || unsaved >= (long) PATIENCE * saveEvery);
    }

    /** How long until something is due, where a sink stands there. */
    long nanosToNext(Cursor position, long nowNanos) {
        if (!isUnsaved) {
            return Long.MAX_VALUE;
        }
        long toSave = dueNanos - nowNanos;
        long toNote = mayNote(position) ? noteDueNanos - nowNanos : toSave;
        return Math.max(0, Math.min(toSave, toNote));
    }

    /** Not past a dead letter of which only a save makes sure: a note may outlive the power, and the letter not. */
    private boolean mayNote(Cursor position) {
        return isNotable && position.settled() > noted && position.deadLettered() == saved.deadLettered();
    }

    /** Dead letters first: the cursor must never pass an event that is nowhere. */
    void save(Cursor position, long nowNanos) {
        if (position.settled() == saved.settled()) {
            return;
        }
        deadLetters.sync();
        try {
            store.save(sink, position);
        } catch (RuntimeException e) {
            if (!isFailing) {
                LOG.error("sink={} cursor={} cannot be saved, trying again", sink, position.nextSeq(), e);
            }
            isFailing = true;
            isUnsaved = true;
            dueNanos = nowNanos + WAIT_AFTER_FAILURE_NANOS;
            return;
        }
        long end = nanoTime.getAsLong();
        restUntilNanos = end + Math.min(MAX_REST_NANOS, REST * (end - nowNanos));
        isFailing = false;
        isUnsaved = false;
        saved = position;
        noted = position.settled();
        isNotable = true;
        onSaved.accept(saved.nextSeq());
    }
}
