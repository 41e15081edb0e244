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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final Steering steering;
    private final Sink sink;
    private final SinkMeters meters;
    private final Inbox inbox;
    private final AttemptSpans spans;
    private final Accounts<Delivery> accounts;
    private final DeliveryWindow<Delivery> window;
    private final CallPermits permits;
    private final CursorKeeper keeper;
    private final WindowGate gate;
    private final JournalFeed feed;
    private final CatchUp catchUp;
    private final Replays replays;
    private final RangeFeed range;
    private final Backlog backlog;
    private final Troubles troubles;
    private final Tuning tuning;
    private final SinkFates fates;
    private int settledInRound;
    private boolean isResting;

    /** @param onSaved is told the number below which this sink needs nothing any longer */
    SinkRelay(
            Relay.Setup setup,
            Relay.Outlet outlet,
            SinkMeters meters,
            Inbox inbox,
            LongConsumer onSaved,
            RandomGenerator random,
            Steering steering) {
        this.setup = setup;
        this.outlet = outlet;
        this.steering = steering;
        this.sink = outlet.sink();
        this.meters = meters;
        this.spans = new AttemptSpans(setup.tracing(), sink);
        this.inbox = inbox;
        this.troubles = new Troubles(sink.name());
        this.fates = new SinkFates(setup.live(), sink.name());
        RelayOptions options = setup.options();
        Cursor cursor = setup.journal().cursors().load(sink.name());
        Routing routing = new Routing(setup, sink);
        OutletOptions tuned = steering.options();
        this.tuning = new Tuning(setup, routing, tuned);
        boolean isOne = sink.order() == Order.JOURNAL;
        int maxHeld = isOne ? Math.max(options.maxHeld(), sink.maxInFlight()) : options.maxHeld();
        this.accounts = new Accounts<>(cursor, routing.sections(), isOne, maxHeld, options.maxHeldBytes(), fates);
        this.window = new DeliveryWindow<>(
                accounts,
                new Backoff(options.backoffMin(), options.backoffMax(), random),
                tuned.coalesce().maxWindows(),
                tuned.batch().maxAge().toNanos());
        this.permits = new CallPermits(tuned, sink.maxInFlight(), random);
        this.keeper = new CursorKeeper(
                setup.journal().cursors(),
                sink.name(),
                cursor,
                outlet.deadLetters(),
                options,
                setup.nanoTime(),
                onSaved);
        this.backlog = new Backlog(setup.journal(), tuned.backlog());
        sink.resume(cursor.nextSeq());
        outlet.deadLetters().resume();
        this.gate = new WindowGate(setup, sink, tuned, window);
        LostEvents lost = new LostEvents(setup, sink.name(), routing, this::tryKeep);
        this.feed = new JournalFeed(setup, accounts, routing, gate, lost);
        this.catchUp = new CatchUp(setup, accounts, routing, gate, lost);
        this.replays = new Replays(outlet.deadLetters(), routing, gate, lost);
        this.range = new RangeFeed(setup, sink.name(), steering, routing, gate);
    }

    /** One round. Returns for how long nothing will be to do, unless the inbox brings something. */
    long round() {
        settledInRound = 0;
        tune();
        takeCompletions();
        // What it woke us for is seen from here on; another that comes later in the round may not be.
        inbox.tookWakeUp();
        boolean hasMore = read();
        handOver();
        sink.flush();
        takeCompletions();
        long now = now();
        Cursor position = accounts.cursor();
        keeper.onRound(position, now);
        if (hasMore || settledInRound > 0 || inbox.tookWakeUp()) {
            return 0;
        }
        return Math.min(MAX_ROUND_NANOS, Math.min(nanosToNextCall(now), keeper.nanosToNext(position, now)));
    }

    /** Where the sink stands, saved or not. */
    Cursor position() {
        return accounts.cursor();
    }

    /** What of it is saved. */
    Cursor saved() {
        return keeper.saved();
    }

    /** Where each section stands. */
    Map<String, SectionStanding> standings() {
        return accounts.standings();
    }

    long oldestMillis(long otherwise) {
        return accounts.oldestMillis(otherwise);
    }

    /** Whether the intake is to wait, because this sink holds back too much. */
    boolean isHolding() {
        return backlog.isHolding();
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return permits.inFlight() == 0;
    }

    /** From now on nothing is held back that could go. */
    void drain() {
        window.drain();
    }

    /** From now on no call is made. Returns how many are under way. */
    int rest() {
        isResting = true;
        return permits.inFlight();
    }

    void onCompleted(Attempt attempt) {
        long now = now();
        permits.onEnded(attempt, now);
        Result result = attempt.result();
        meters.onAttempt(result.outcome(), attempt.slots().size());
        if (result.outcome() == Outcome.DELIVERED) {
            onDelivered(attempt.slots(), now);
            return;
        }
        troubles.onFailure(result, now);
        if (result.outcome() == Outcome.REFUSED) {
            onRefused(attempt.slots(), result, now);
        } else {
            meters.onRetry();
            fates.onFailure(attempt.slots(), result);
            onFailed(attempt.slots(), result, now);
        }
    }

    void save() {
        keeper.save(accounts.cursor(), now());
    }

    /** Lets the meters show what is now. */
    void publish() {
        meters.live().publish(permits, window, gate.queues(), backlog.bytes());
    }

    @Override
    public void close() {
        feed.close();
        catchUp.close();
        range.close();
    }

    private long now() {
        return setup.nanoTime().getAsLong();
    }

    private void tune() {
        OutletOptions wanted = steering.options();
        if (tuning.isDue(wanted)) {
            tuning.apply(wanted, new Tuning.Parts(accounts, window, gate, permits, backlog));
        }
    }

    private void takeCompletions() {
        for (Attempt done = inbox.poll(); done != null; done = inbox.poll()) {
            onCompleted(done);
        }
    }

    /** Reads on where there is room, the oldest first. Returns whether there is more to look at now. */
    private boolean read() {
        long now = now();
        skipWhatIsTooMuch(now);
        replays.fill(now);
        boolean hasMore = catchUp.fill(now);
        hasMore |= feed.fill(now);
        hasMore |= range.fill(now);
        for (Account<Delivery> account : accounts.all()) {
            if (!account.hasRoom()) {
                window.releaseOldest(account, now);
            }
        }
        return hasMore;
    }

    private void skipWhatIsTooMuch(long now) {
        long needed = accounts.cursor().nextSeq();
        if (!backlog.tryLook(needed, now)) {
            return;
        }
        long below = backlog.skipBelow(needed);
        feed.skipBelow(below);
        catchUp.skipBelow(below);
        if (below > needed) {
            for (Account<Delivery> account : accounts.all()) {
                window.skip(account, below, now);
            }
        }
    }

    private void handOver() {
        if (isResting || mustWait()) {
            return;
        }
        long now = now();
        while (permits.mayCall(now)) {
            List<Slot<Delivery>> call = window.nextCall(now);
            if (call.isEmpty()) {
                return;
            }
            Attempt attempt = permits.begin(call, inbox, now);
            try {
                List<Delivery> batch = deliveries(call);
                sink.deliver(batch, spans.begin(batch, attempt));
            } catch (RuntimeException e) {
                attempt.complete(Result.unknown(e.getClass().getSimpleName()));
            }
        }
    }

    private boolean mustWait() {
        return steering.isPaused() || keeper.isExhausted(accounts.cursor());
    }

    private static List<Delivery> deliveries(List<Slot<Delivery>> call) {
        if (call.size() == 1) {
            return List.of(call.get(0).payload());
        }
        List<Delivery> deliveries = new ArrayList<>(call.size());
        for (Slot<Delivery> slot : call) {
            deliveries.add(slot.payload());
        }
        return deliveries;
    }

    private long nanosToNextCall(long now) {
        if (mustWait()) {
            return MAX_ROUND_NANOS;
        }
        return Math.max(permits.nanosToNext(now), window.nanosToNext(now));
    }

    private void onDelivered(List<Slot<Delivery>> slots, long now) {
        troubles.onDelivered(now);
        slots.get(0).lane().queue.pace.onTaken(now);
        long millis = setup.clock().millis();
        for (Slot<Delivery> slot : slots) {
            meters.onDelivered(millis - slot.timeMillis());
            settle(slot, Settlement.DELIVERED, now);
        }
    }

    private void onRefused(List<Slot<Delivery>> slots, Result result, long now) {
        Slot<Delivery> slot = slots.get(0);
        if (slots.size() > 1) {
            meters.onSplit();
            window.split(slots, now);
        } else if (tryKeep(refused(slot.payload(), result))) {
            settle(slot, Settlement.DEAD_LETTERED, now);
        } else {
            meters.onRetry();
            window.retry(slots, NO_ROOM_WAIT_NANOS, now);
        }
    }

    private void onFailed(List<Slot<Delivery>> slots, Result result, long now) {
        long wait = TimeUnit.MILLISECONDS.toNanos(result.waitMillis());
        if (result.isThrottled()) {
            meters.onThrottled();
            slots.get(0).lane().queue.pace.onThrottled(wait, now);
        }
        if (result.isThrottled() && sink.order() == Order.DEVICE) {
            window.sendAgain(slots, now);
        } else {
            window.retry(slots, wait, now);
        }
    }

    private void settle(Slot<Delivery> slot, Settlement settlement, long now) {
        window.settle(slot, settlement, now);
        settledInRound++;
        if (slot.account == null) {
            meters.onReplayed(settlement);
            if (!range.tryOnSettled(slot, settlement)) {
                replays.onSettled(slot.seq(), settlement);
            }
        }
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
        fates.onDeadLetter(letter);
        return true;
    }
}
