package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.relay.coalesce.Bearing;
import dev.weir.relay.pace.PaceOptions;
import dev.weir.relay.pace.SectionPace;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A window of one section, with its books, in virtual time. */
final class WindowBench {

    static final OutletOptions.Batch BATCH = new OutletOptions.Batch(100, 10_000, Duration.ofMillis(50));

    final Accounts<Integer> accounts;
    final Account<Integer> account;
    final DeliveryWindow<Integer> window;
    final SectionQueue<Integer> queue;
    long now;
    long holdNanos;

    WindowBench(int maxHeld, long maxHeldBytes, int laneWidth) {
        this(maxHeld, maxHeldBytes, laneWidth, 1000);
    }

    WindowBench(int maxHeld, long maxHeldBytes, int laneWidth, int maxWindows) {
        this(maxHeld, maxHeldBytes, laneWidth, maxWindows, SettlementListener.NOBODY);
    }

    WindowBench(int maxHeld, long maxHeldBytes, int laneWidth, int maxWindows, SettlementListener listener) {
        accounts = new Accounts<>(Cursor.START, List.of("shop"), false, maxHeld, maxHeldBytes, listener);
        account = accounts.of("shop");
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(15), new SplittableRandom(1));
        window = new DeliveryWindow<>(
                accounts, backoff, maxWindows, BATCH.maxAge().toNanos());
        queue = new SectionQueue<>("shop", new SectionPace(PaceOptions.UNLIMITED, () -> now), laneWidth, BATCH);
    }

    boolean hasRoom() {
        return account.hasRoom();
    }

    /** An event that bears on nothing. */
    Slot<Integer> admit(int bytes, @Nullable Object laneKey) {
        return admit(Ticket.of(accounts.frontier(), 0, bytes, laneKey));
    }

    /** An event that means something for full-syncs. */
    Slot<Integer> admit(Object laneKey, Bearing bearing) {
        return admit(new Ticket(accounts.frontier(), 0, 1, 1, laneKey, bearing, "key", false, 1, null));
    }

    /** An event that may share a call with others of this key. */
    Slot<Integer> admit(@Nullable Object laneKey, int maxBatch, Object batchKey) {
        return admit(new Ticket(accounts.frontier(), 0, 1, 1, laneKey, Bearing.NONE, null, false, maxBatch, batchKey));
    }

    Slot<Integer> admit(Ticket ticket) {
        Slot<Integer> slot = window.admit(ticket, 0, account, queue, holdNanos, now);
        accounts.admit(account, slot);
        return slot;
    }

    /** The only event of the next call. */
    Slot<Integer> call() {
        List<Slot<Integer>> call = window.nextCall(now);
        if (call.size() != 1) {
            throw new AssertionError("a call of " + call.size());
        }
        return call.get(0);
    }

    /** The numbers of the next call's events. */
    List<Long> seqsOfCall() {
        return window.nextCall(now).stream().map(Slot::seq).toList();
    }

    void settle(Slot<Integer> slot, Settlement settlement) {
        window.settle(slot, settlement, now);
    }
}
