package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.deadletter.DeadLetter;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import dev.weir.relay.sink.Sink;
import dev.weir.relay.sink.Sink.Order;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Carries one sink's events from the journal to the sink, in rounds: take in completions, read on, hand over, flush, keep the
 * cursor. Holds all that is known of the deliveries under way; after a fault it is thrown away, and another begins at the
 * saved cursor, as after a crash. Confined to one thread.
 */
final class SinkRelay implements AutoCloseable {

    /** A sink is flushed this often at least. */
    private static final long MAX_ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** When there is no room for a dead letter, its event is tried again after this. */
    private static final long NO_ROOM_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Relay.Setup setup;
    private final Relay.Outlet outlet;
    private final Sink sink;
    private final SinkMeters meters;
    private final Inbox inbox;
    private final DeliveryWindow<Delivery> window;
    private final CursorKeeper keeper;
    private final JournalFeed feed;
    private final Troubles troubles;
    private int settledInRound;

    /** @param onSaved is told the number below which this sink needs nothing any longer */
    SinkRelay(
            Relay.Setup setup,
            Relay.Outlet outlet,
            SinkMeters meters,
            Inbox inbox,
            LongConsumer onSaved,
            RandomGenerator random) {
        this.setup = setup;
        this.outlet = outlet;
        this.sink = outlet.sink();
        this.meters = meters;
        this.inbox = inbox;
        this.troubles = new Troubles(sink.name());
        RelayOptions options = setup.options();
        Cursor cursor = setup.journal().cursors().load(sink.name());
        this.window = new DeliveryWindow<>(
                cursor,
                Math.max(options.maxHeld(), sink.maxInFlight()),
                options.maxHeldBytes(),
                sink.maxInFlight(),
                sink.order() == Order.DEVICE ? 1 : sink.maxInFlight(),
                new Backoff(options.backoffMin(), options.backoffMax(), random));
        this.keeper = new CursorKeeper(
                setup.journal().cursors(), sink.name(), cursor, outlet.deadLetters(), options, onSaved);
        sink.resume(cursor.nextSeq());
        this.feed = new JournalFeed(setup, sink, window, this::tryKeep);
    }

    /** One round. Returns for how long nothing will be to do, unless the inbox brings something. */
    long round() {
        settledInRound = 0;
        takeCompletions();
        // What it woke us for is seen from here on; another that comes later in the round may not be.
        inbox.tookWakeUp();
        feed.fill();
        handOver();
        sink.flush();
        takeCompletions();
        long now = setup.nanoTime().getAsLong();
        keeper.onRound(window.position(), now);
        if (settledInRound > 0 || inbox.tookWakeUp()) {
            return 0;
        }
        long toAttempt = keeper.isExhausted(window.position()) ? MAX_ROUND_NANOS : window.nanosToNextAttempt(now);
        return Math.min(MAX_ROUND_NANOS, Math.min(toAttempt, keeper.nanosToNext(now)));
    }

    /** Where the sink stands, saved or not. */
    Cursor position() {
        return window.position();
    }

    /** Everything below this is settled, and its cursor saved. */
    long savedSeq() {
        return keeper.savedSeq();
    }

    long oldestMillis(long otherwise) {
        return window.oldestMillis(otherwise);
    }

    void onCompleted(Attempt attempt) {
        Slot<Delivery> slot = attempt.slot();
        Result result = attempt.result();
        long now = setup.nanoTime().getAsLong();
        meters.onAttempt(result.outcome());
        if (result.outcome() == Outcome.DELIVERED) {
            troubles.onDelivered(now);
            meters.onDelivered(setup.clock().millis() - slot.timeMillis);
            settle(slot, Settlement.DELIVERED);
            return;
        }
        troubles.onFailure(result, now);
        if (result.outcome() != Outcome.REFUSED) {
            meters.onRetry();
            window.retry(slot, TimeUnit.MILLISECONDS.toNanos(result.waitMillis()), now);
        } else if (tryKeep(refused(slot.payload(), result))) {
            settle(slot, Settlement.DEAD_LETTERED);
        } else {
            meters.onRetry();
            window.retry(slot, NO_ROOM_WAIT_NANOS, now);
        }
    }

    void save() {
        keeper.save(window.position(), setup.nanoTime().getAsLong());
    }

    @Override
    public void close() {
        feed.close();
    }

    private void takeCompletions() {
        for (Attempt done = inbox.poll(); done != null; done = inbox.poll()) {
            onCompleted(done);
        }
    }

    private void handOver() {
        if (keeper.isExhausted(window.position())) {
            return;
        }
        long now = setup.nanoTime().getAsLong();
        Slot<Delivery> slot;
        while ((slot = window.nextAttempt(now)) != null) {
            Attempt attempt = new Attempt(slot, inbox);
            try {
                sink.deliver(List.of(slot.payload()), attempt);
            } catch (RuntimeException e) {
                attempt.complete(Result.unknown(e.getClass().getSimpleName()));
            }
        }
    }

    private void settle(Slot<Delivery> slot, Settlement settlement) {
        window.settle(slot, settlement);
        settledInRound++;
    }

    private DeadLetter refused(Delivery delivery, Result result) {
        Kept kept = delivery.kept();
        return new DeadLetter(
                kept.seq(),
                kept.seq(),
                setup.clock().millis(),
                Reason.REFUSED,
                result.status(),
                result.reason(),
                result.answer(),
                kept,
                delivery.dialect());
    }

    private boolean tryKeep(DeadLetter letter) {
        if (!outlet.deadLetters().tryAppend(letter)) {
            return false;
        }
        meters.onDeadLetter(letter.reason());
        return true;
    }
}
