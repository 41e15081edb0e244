package dev.weir.relay;

import dev.weir.journal.JournalReader;
import dev.weir.journal.JournalReader.Entry;
import dev.weir.journal.JournalReader.Entry.Damaged;
import dev.weir.journal.JournalReader.Entry.Erased;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.Routing.GivenUp;
import dev.weir.relay.Routing.Owed;
import dev.weir.relay.deadletter.DeadLetter.Reason;
import dev.weir.relay.sink.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal once more, below the frontier, for the sections that are behind. One reader serves all of them: it begins
 * where the one stands that is farthest behind and has room again, and goes on to the frontier; a section whose room is used up
 * on the way drops out, unless it is the last, for which the reader waits. Who has followed to the frontier is abreast again.
 * Confined to the relay's thread of the sink.
 */
final class CatchUp implements AutoCloseable {

    private final Relay.Setup setup;
    private final Accounts<Delivery> accounts;
    private final Routing routing;
    private final WindowGate gate;
    private final LostEvents lost;
    private @Nullable JournalReader reader;
    private @Nullable Kept carried;
    private long nextSeq;
    private long skipBelow;

    CatchUp(Relay.Setup setup, Accounts<Delivery> accounts, Routing routing, WindowGate gate, LostEvents lost) {
        this.setup = setup;
        this.accounts = accounts;
        this.routing = routing;
        this.gate = gate;
        this.lost = lost;
    }

    /** What stands below this number and has not been taken is skipped. */
    void skipBelow(long seq) {
        skipBelow = seq;
    }

    /** Reads on as far as there is room. Returns whether there is more to look at now. */
    boolean fill(long nowNanos) {
        if (!isUnderWay() && !tryBegin()) {
            return false;
        }
        for (int looks = 0; looks < JournalFeed.MAX_LOOKS; looks++) {
            if (carried == null && nextSeq >= accounts.frontier()) {
                return finish();
            }
            Kept kept = carried == null ? read() : carried;
            carried = null;
            if (kept == null && isWaiting()) {
                return true;
            }
            if (kept != null && !take(kept, nowNanos)) {
                carried = kept;
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        JournalReader open = reader;
        reader = null;
        carried = null;
        if (open != null) {
            open.close();
        }
    }

    /** Whether somebody follows the reader; one that blocks it gives way to another that has much room. */
    private boolean isUnderWay() {
        if (reader == null) {
            return false;
        }
        Kept blocked = carried;
        if (blocked == null || !hasOtherWithMuchRoom()) {
            return true;
        }
        Account<Delivery> blocking = accounts.of(blocked.envelope().section());
        if (blocking.hasRoom() || !blocking.isBehind()) {
            return true;
        }
        blocking.drop(blocked.seq());
        close();
        return false;
    }

    private boolean hasOtherWithMuchRoom() {
        for (Account<Delivery> account : accounts.all()) {
            if (account.isBehind() && account.isDropped && account.hasMuchRoom()) {
                return true;
            }
        }
        return false;
    }

    /** Begins where the one is that is farthest behind and has much room. */
    private boolean tryBegin() {
        long from = Long.MAX_VALUE;
        for (Account<Delivery> account : accounts.all()) {
            if (account.isBehind() && (account.hasMuchRoom() || account.behindFrom() < skipBelow)) {
                from = Math.min(from, account.behindFrom());
            }
        }
        if (from == Long.MAX_VALUE) {
            return false;
        }
        for (Account<Delivery> account : accounts.all()) {
            account.isDropped = account.isBehind() && account.behindFrom() < from;
        }
        reader = setup.journal().reader(from);
        nextSeq = from;
        return true;
    }

    /** The next event below the frontier; null where there is none, or nothing that can be read. */
    private @Nullable Kept read() {
        JournalReader open = reader;
        Entry entry = open == null ? null : open.poll();
        if (entry == null && isWaiting()) {
            return null;
        }
        if (entry == null) {
            // Everything below the frontier was there once.
            noteLost(nextSeq, accounts.frontier() - 1);
            nextSeq = accounts.frontier();
            return null;
        }
        if (entry.seq() > nextSeq) {
            noteLost(nextSeq, Math.min(entry.seq(), accounts.frontier()) - 1);
        }
        if (entry instanceof Damaged damaged) {
            noteLost(damaged.seq(), Math.min(damaged.lastSeq(), accounts.frontier() - 1));
            nextSeq = damaged.lastSeq() + 1;
            return null;
        }
        nextSeq = entry.seq() + 1;
        if (entry instanceof Erased erased) {
            pass(erased);
            return null;
        }
        return entry.seq() < accounts.frontier() ? (Kept) entry : null;
    }

    private boolean isWaiting() {
        JournalReader open = reader;
        return open != null && open.isWaiting();
    }

    /** Nobody will have it; in the books it keeps its place. */
    private void pass(Erased erased) {
        Account<Delivery> account = accounts.find(erased.section());
        if (account != null
                && follows(account, erased.seq())
                && account.unread() > 0
                && erased.seq() < accounts.frontier()) {
            accounts.settleBelow(account, erased.seq(), erased.timeMillis(), Settlement.SKIPPED);
        }
    }

    private void noteLost(long first, long last) {
        for (Account<Delivery> account : accounts.all()) {
            if (follows(account, last)) {
                account.noteLost(first, last);
            }
        }
    }

    private static boolean follows(Account<Delivery> account, long seq) {
        return account.isBehind() && !account.isDropped && account.behindFrom() <= seq;
    }

    /** Returns false when the entry must be taken again, later. */
    private boolean take(Kept kept, long nowNanos) {
        Account<Delivery> account = accounts.find(kept.envelope().section());
        if (account == null || !follows(account, kept.seq()) || account.unread() == 0) {
            return true;
        }
        if (!account.hasRoom() && kept.seq() >= skipBelow) {
            if (isLast(account)) {
                return false;
            }
            account.drop(kept.seq());
            return true;
        }
        Routing.Route route = routing.of(kept);
        if (route instanceof Owed owed && kept.seq() >= skipBelow) {
            accounts.catchUp(account, gate.admit(kept, owed.section(), owed.dialect(), account, nowNanos));
            return true;
        }
        if (route instanceof GivenUp givenUp && !lost.tryGiveUp(givenUp, kept)) {
            return false;
        }
        accounts.settleBelow(account, kept.seq(), kept.timeMillis(), JournalFeed.settlement(route));
        return true;
    }

    private boolean isLast(Account<Delivery> account) {
        for (Account<Delivery> each : accounts.all()) {
            if (each != account && each.isBehind() && !each.isDropped) {
                return false;
            }
        }
        return true;
    }

    /** The frontier is reached: who has followed is abreast. Returns whether there is more to look at now. */
    private boolean finish() {
        close();
        for (Account<Delivery> account : accounts.all()) {
            if (account.isBehind() && !account.isDropped && !tryComeAbreast(account)) {
                return false;
            }
        }
        return tryBegin();
    }

    /** What was owed and is not found is lost: the journal's bytes were damaged since they were read at the frontier. */
    private boolean tryComeAbreast(Account<Delivery> account) {
        boolean isLost = account.unread() > 0;
        if (isLost && account.lostFrom == 0) {
            // It was lost before the relay began, which nobody could tell then: it stood somewhere before what was
            // found.
            long before = Math.max(1, account.resumedFrom() - 1);
            account.noteLost(before, before);
        }
        if (isLost && !lost.tryGiveUp(Reason.DAMAGED, account.lostFrom, account.lostTo)) {
            return false;
        }
        accounts.comeAbreast(account, Settlement.DEAD_LETTERED);
        return true;
    }
}
