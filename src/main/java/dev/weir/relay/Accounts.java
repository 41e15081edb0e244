package dev.weir.relay;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of one sink: which events are settled, and how, section by section in order. Every number below the frontier is
 * settled and counted, or owed by an account; so the books always add up, and say what a process that begins again has to
 * read.
 *
 * <p>Every entry of a section that has an account takes its place there, also what needs no delivery: what a section is owed is
 * then all of its entries from some number on, whatever a changed config makes of them later. Entries of other sections are
 * counted as they are read. A sink that is fed in the journal's order has one account for all. Confined to one thread.
 */
final class Accounts<T> {

    /** Sections have names, so that this is none's. */
    private static final String ALL = "";

    private final boolean isOne;
    private final int maxHeld;
    private final long maxBytes;
    private long maxBytesEach;
    private final SettlementListener listener;
    private final Map<String, Account<T>> bySection = new LinkedHashMap<>();
    private long frontier;
    private long delivered;
    private long superseded;
    private long deadLettered;
    private long skipped;
    private long notRouted;
    private @Nullable Cursor cursor;

    /**
     * Begins at a saved cursor.
     *
     * @param sections those that use the sink; others are added when they turn up
     * @param isOne whether all events share one account
     * @param maxHeld the most events of one account that are held
     * @param maxBytes the most memory that all accounts take, in equal shares, but for one event each
     * @param listener told of what is settled as it is read
     * @throws IllegalStateException if the cursor is of a sink that was fed in another way
     */
    Accounts(
            Cursor saved,
            Collection<String> sections,
            boolean isOne,
            int maxHeld,
            long maxBytes,
            SettlementListener listener) {
        this.isOne = isOne;
        this.listener = listener;
        this.maxHeld = maxHeld;
        this.maxBytes = maxBytes;
        this.maxBytesEach = share(sections);
        this.frontier = saved.frontier();
        this.delivered = saved.delivered();
        this.superseded = saved.superseded();
        this.deadLettered = saved.deadLettered();
        this.skipped = saved.skipped();
        this.notRouted = saved.notRouted();
        if (isOne && !saved.behind().isEmpty()) {
            throw new IllegalStateException(
                    "its cursor is of a sink of another type (expected: a name of its own for each sink)");
        }
        sections.forEach(this::of);
        saved.behind().forEach((section, behind) -> of(section).resume(behind.fromSeq(), behind.owed()));
    }

    /** From now on these sections use the sink. Those that did before keep what they are owed. */
    void retune(Collection<String> sections) {
        if (isOne) {
            return;
        }
        maxBytesEach = share(sections);
        for (Account<T> account : bySection.values()) {
            account.share(maxBytesEach);
        }
        sections.forEach(this::of);
    }

    /** Who is told of each settlement. */
    SettlementListener listener() {
        return listener;
    }

    /** The number that is to be looked at next, for all that are abreast. */
    long frontier() {
        return frontier;
    }

    Account<T> of(String section) {
        String name = isOne ? ALL : section;
        Account<T> account = bySection.get(name);
        if (account == null) {
            account = new Account<>(name, maxHeld, maxBytesEach);
            bySection.put(name, account);
        }
        return account;
    }

    /** As {@link #of}, but null for a section that has none. */
    @Nullable
    Account<T> find(String section) {
        return bySection.get(isOne ? ALL : section);
    }

    Collection<Account<T>> all() {
        return bySection.values();
    }

    /** Whether anybody would take an event that stands at the frontier. */
    boolean hasRoom() {
        for (Account<T> account : bySection.values()) {
            if (!account.isBehind() && account.hasRoom()) {
                return true;
            }
        }
        return bySection.isEmpty();
    }

    /** The event at the frontier is this account's. */
    void admit(Account<T> account, Slot<T> slot) {
        requireFrontier(slot.seq());
        frontier++;
        account.add(slot);
        cursor = null;
    }

    /** The event at the frontier is this account's, which is behind, and will come to it later. */
    void passBy(Account<T> account, long seq) {
        requireFrontier(seq);
        frontier++;
        account.onPassedBy();
        cursor = null;
    }

    /** An event below the frontier is this account's, which was behind. */
    void catchUp(Account<T> account, Slot<T> slot) {
        account.onRead(slot.seq());
        account.add(slot);
        cursor = null;
    }

    /** What stands at the frontier is nobody's, and settled as it is. */
    void pass(long seq, long timeMillis, Settlement settlement) {
        if (isOne) {
            settleAtFrontier(of(ALL), seq, timeMillis, settlement);
            return;
        }
        requireFrontier(seq);
        frontier++;
        count(settlement, 1);
        cursor = null;
        listener.onSettled(seq, settlement, 0);
    }

    /** The event at the frontier is this account's, and settled as it is. */
    void settleAtFrontier(Account<T> account, long seq, long timeMillis, Settlement settlement) {
        requireFrontier(seq);
        frontier++;
        account.addSettled(seq, timeMillis, settlement);
        cursor = null;
        listener.onSettled(seq, settlement, 0);
        advance(account);
    }

    /** An event below the frontier is this account's, which was behind, and settled as it is. */
    void settleBelow(Account<T> account, long seq, long timeMillis, Settlement settlement) {
        account.onRead(seq);
        account.addSettled(seq, timeMillis, settlement);
        cursor = null;
        listener.onSettled(seq, settlement, 0);
        advance(account);
    }

    /** Everything below the frontier has been looked at for this account; what was not found is settled like this. */
    void comeAbreast(Account<T> account, Settlement missing) {
        count(missing, account.comeAbreast());
        account.lostFrom = 0;
        account.lostTo = 0;
        cursor = null;
    }

    /** One of the account's events is settled. */
    void advance(Account<T> account) {
        for (Slot<T> next = account.pollSettled(); next != null; next = account.pollSettled()) {
            count(next);
            if (next.settlement == Settlement.SUPERSEDED) {
                account.superseded += next.events;
            }
            cursor = null;
        }
    }

    /** Where the sink stands. */
    Cursor cursor() {
        Cursor current = cursor;
        if (current == null) {
            current = isOne ? cursorOfOne(of(ALL)) : cursorOfMany();
            cursor = current;
        }
        return current;
    }

    /** When the oldest event that is owed was accepted, as far as it is known, Unix milliseconds; else {@code otherwise}. */
    long oldestMillis(long otherwise) {
        long oldest = otherwise;
        for (Account<T> account : bySection.values()) {
            Slot<T> slot = account.oldest();
            if (slot != null) {
                oldest = Math.min(oldest, slot.timeMillis());
            }
        }
        return oldest;
    }

    /** By section; nothing where all share one account. */
    Map<String, SectionStanding> standings() {
        Map<String, SectionStanding> standings = new HashMap<>();
        for (Account<T> account : bySection.values()) {
            if (!isOne) {
                Slot<T> oldest = account.oldest();
                long oldestMillis = oldest == null ? Long.MAX_VALUE : oldest.timeMillis();
                standings.put(account.section, new SectionStanding(account.owed(), oldestMillis, account.superseded));
            }
        }
        return standings;
    }

    private long share(Collection<String> sections) {
        return isOne ? maxBytes : Math.max(1, maxBytes / Math.max(1, sections.size()));
    }

    private Cursor cursorOfOne(Account<T> account) {
        long position = account.owed() == 0 ? frontier : account.owedFrom();
        return new Cursor(position, delivered, superseded, deadLettered, skipped, notRouted, Map.of());
    }

    private Cursor cursorOfMany() {
        Map<String, Behind> behind = new HashMap<>();
        for (Account<T> account : bySection.values()) {
            if (account.owed() > 0) {
                behind.put(account.section, new Behind(account.owedFrom(), account.owed()));
            }
        }
        return new Cursor(frontier, delivered, superseded, deadLettered, skipped, notRouted, behind);
    }

    private void count(Slot<T> slot) {
        if (slot.settlement == null) {
            throw new IllegalStateException("event " + slot.seq() + " is not settled");
        }
        count(slot.settlement, slot.events);
    }

    private void count(Settlement settlement, long events) {
        switch (settlement) {
            case DELIVERED -> delivered += events;
            case SUPERSEDED -> superseded += events;
            case DEAD_LETTERED -> deadLettered += events;
            case SKIPPED -> skipped += events;
            case NOT_ROUTED -> notRouted += events;
        }
    }

    private void requireFrontier(long seq) {
        if (seq != frontier) {
            throw new IllegalStateException("event " + seq + " where " + frontier + " was to come");
        }
    }
}
