package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.JournalReader.Entry.Damaged;
import dev.weir.journal.JournalReader.Entry.Erased;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.Routing.GivenUp;
import dev.weir.relay.Routing.Owed;
import dev.weir.relay.Routing.Settled;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.sink.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal at the frontier: gives every number an account, also those that the journal cannot bring any longer. A section
 * that has no room is left behind while others have, and {@link CatchUp} reads for it. Confined to the relay's thread of the
 * sink.
 */
final class JournalFeed implements AutoCloseable {

    /** Entries looked at in one go, so that completions are not kept waiting. */
    static final int MAX_LOOKS = 4096;

    private final Relay.Setup setup;
    private final Accounts<Delivery> accounts;
    private final Routing routing;
    private final WindowGate gate;
    private final LostEvents lost;
    private final JournalReader reader;
    private boolean isFirstEver;
    private @Nullable Entry carried;
    private long passUntil;
    private Settlement passAs = Settlement.NOT_ROUTED;
    private long skipBelow;

    JournalFeed(Relay.Setup setup, Accounts<Delivery> accounts, Routing routing, WindowGate gate, LostEvents lost) {
        this.setup = setup;
        this.accounts = accounts;
        this.routing = routing;
        this.gate = gate;
        this.lost = lost;
        this.isFirstEver = accounts.cursor().equals(Cursor.START);
        this.reader = setup.journal().reader(accounts.frontier());
    }

    /** What stands below this number and has not been taken is skipped. */
    void skipBelow(long seq) {
        skipBelow = seq;
    }

    /** Reads on until nobody has room or the journal has no more. Returns whether there is more to look at now. */
    boolean fill(long nowNanos) {
        for (int looks = 0; looks < MAX_LOOKS; looks++) {
            if (!accounts.hasRoom() && accounts.frontier() >= skipBelow) {
                return false;
            }
            if (accounts.frontier() < passUntil) {
                accounts.pass(accounts.frontier(), setup.clock().millis(), passAs);
                continue;
            }
            Entry entry = carried == null ? reader.poll() : carried;
            carried = null;
            if (entry == null) {
                return reader.isWaiting();
            }
            if (!take(entry, nowNanos)) {
                carried = entry;
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Returns false when the entry must be taken again, later. */
    private boolean take(Entry entry, long nowNanos) {
        long expected = accounts.frontier();
        if (entry.seq() > expected) {
            return takeGap(expected, entry.seq() - 1, entry);
        }
        isFirstEver = false;
        if (entry instanceof Damaged damaged) {
            return damaged.lastSeq() < expected || giveUpRange(Reason.DAMAGED, expected, damaged.lastSeq());
        }
        if (entry.seq() < expected) {
            throw new IllegalStateException("journal brought event " + entry.seq() + " after " + (expected - 1));
        }
        if (entry instanceof Erased erased) {
            pass(erased);
            return true;
        }
        return route((Kept) entry, nowNanos);
    }

    /** Nobody will have it; in the books it keeps its place. */
    private void pass(Erased erased) {
        Account<Delivery> account = accounts.find(erased.section());
        if (account == null) {
            accounts.pass(erased.seq(), erased.timeMillis(), Settlement.SKIPPED);
        } else if (account.isBehind()) {
            accounts.passBy(account, erased.seq());
        } else {
            accounts.settleAtFrontier(account, erased.seq(), erased.timeMillis(), Settlement.SKIPPED);
        }
    }

    /** Entries from before a sink's first day are none of its business; later ones it should have had. */
    private boolean takeGap(long first, long last, Entry afterwards) {
        if (isFirstEver) {
            isFirstEver = false;
            passAs = Settlement.NOT_ROUTED;
            passUntil = last + 1;
        } else if (!giveUpRange(Reason.MISSING, first, last)) {
            return false;
        }
        carried = afterwards;
        return true;
    }

    private boolean giveUpRange(Reason reason, long first, long last) {
        if (!lost.tryGiveUp(reason, first, last)) {
            return false;
        }
        passAs = Settlement.DEAD_LETTERED;
        passUntil = last + 1;
        return true;
    }

    private boolean route(Kept kept, long nowNanos) {
        Account<Delivery> account = accounts.find(kept.envelope().section());
        if (account == null) {
            return routeNew(kept, nowNanos);
        }
        if (!account.isBehind() && !account.hasRoom() && kept.seq() >= skipBelow) {
            if (!accounts.hasRoom()) {
                return false;
            }
            account.fallBehind(kept.seq());
        }
        if (account.isBehind()) {
            accounts.passBy(account, kept.seq());
            return true;
        }
        return take(account, routing.of(kept), kept, nowNanos);
    }

    /** Of a section that had no use for the sink when it was opened. */
    private boolean routeNew(Kept kept, long nowNanos) {
        Routing.Route route = routing.of(kept);
        if (route instanceof Owed) {
            return take(accounts.of(kept.envelope().section()), route, kept, nowNanos);
        }
        if (route instanceof GivenUp givenUp && !lost.tryGiveUp(givenUp, kept)) {
            return false;
        }
        accounts.pass(kept.seq(), kept.timeMillis(), settlement(route));
        return true;
    }

    private boolean take(Account<Delivery> account, Routing.Route route, Kept kept, long nowNanos) {
        if (route instanceof Owed owed && kept.seq() >= skipBelow) {
            accounts.admit(account, gate.admit(kept, owed.section(), owed.dialect(), account, nowNanos));
            return true;
        }
        if (route instanceof GivenUp givenUp && !lost.tryGiveUp(givenUp, kept)) {
            return false;
        }
        accounts.settleAtFrontier(account, kept.seq(), kept.timeMillis(), settlement(route));
        return true;
    }

    /** Of what is not delivered. */
    static Settlement settlement(Routing.Route route) {
        if (route instanceof Settled settled) {
            return settled.settlement();
        }
        return route instanceof GivenUp ? Settlement.DEAD_LETTERED : Settlement.SKIPPED;
    }
}
