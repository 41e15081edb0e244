package dev.weir.relay;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One section's books at one sink: the events that are held, in order, and from where on the section has not been looked at. An
 * account is abreast while its events are taken as they are read at the frontier; when it has no room for one, it falls
 * behind, and the others go on without it. Owned by {@link Accounts}.
 */
final class Account<T> {

    private static final long ABREAST = Long.MAX_VALUE;

    final String section;
    private final int maxHeld;
    private long maxBytes;
    private final ArrayDeque<Slot<T>> held = new ArrayDeque<>();
    private long bytes;
    private long events;
    private long behindFrom = ABREAST;
    private long unread;
    private long resumedFrom;
    /** Events of it that were replaced, since the books began. */
    long superseded;

    /** Whether the reader that catches up has gone on without it. */
    boolean isDropped;

    /** The first and the last number that could not be read while it was behind; 0 for none. */
    long lostFrom;

    long lostTo;

    Account(String section, int maxHeld, long maxBytes) {
        this.section = section;
        this.maxHeld = maxHeld;
        this.maxBytes = maxBytes;
    }

    /** From now on its events may take so much memory. */
    void share(long most) {
        maxBytes = most;
    }

    boolean hasRoom() {
        return held.size() < maxHeld && bytes < maxBytes;
    }

    /** Whether it is worth while to read for it again. */
    boolean hasMuchRoom() {
        return held.size() <= maxHeld / 2 && bytes <= maxBytes / 2;
    }

    boolean isBehind() {
        return behindFrom != ABREAST;
    }

    /** The lowest number that it has not been looked at for; only while it is behind. */
    long behindFrom() {
        return behindFrom;
    }

    /** How many of its events stand between there and the frontier. */
    long unread() {
        return unread;
    }

    /** How many of its events, below the frontier, its books have not passed. */
    long owed() {
        return events + unread;
    }

    /** The lowest number that its books have not passed; only while something is owed. */
    long owedFrom() {
        Slot<T> oldest = held.peek();
        return oldest == null ? behindFrom : oldest.seq();
    }

    @Nullable
    Slot<T> oldest() {
        return held.peek();
    }

    Iterable<Slot<T>> held() {
        return held;
    }

    /** It has no room for what stands at this number. */
    void fallBehind(long seq) {
        behindFrom = seq;
        isDropped = true;
    }

    /** As saved: so many events are owed from this number to the frontier. */
    void resume(long fromSeq, long owed) {
        fallBehind(fromSeq);
        unread = owed;
        resumedFrom = fromSeq;
    }

    /** From where it was owed something when the relay began; 0 if it was not. */
    long resumedFrom() {
        return resumedFrom;
    }

    /** One of its events stands at the frontier, while it is behind. */
    void onPassedBy() {
        unread++;
    }

    /** One of its events below the frontier has been read. */
    void onRead(long seq) {
        unread--;
        behindFrom = seq + 1;
    }

    /** The reader has gone on without it, at this number. */
    void drop(long seq) {
        behindFrom = seq;
        isDropped = true;
    }

    /** Everything below the frontier has been looked at. Returns how many events were not found. */
    long comeAbreast() {
        long missing = unread;
        behindFrom = ABREAST;
        unread = 0;
        isDropped = false;
        return missing;
    }

    void noteLost(long first, long last) {
        lostFrom = lostFrom == 0 ? first : Math.min(lostFrom, first);
        lostTo = Math.max(lostTo, last);
    }

    void add(Slot<T> slot) {
        held.add(slot);
        events++;
        bytes += slot.ticket.bytes();
    }

    /** Takes its place behind all others, though it is settled already. */
    void addSettled(long seq, long timeMillis, Settlement settlement) {
        Slot<T> last = held.peekLast();
        if (last != null && last.lane == null && last.settlement == settlement) {
            last.events++;
            events++;
            return;
        }
        Slot<T> slot = new Slot<>(Ticket.of(seq, timeMillis, 0, null), null, null, this);
        slot.settlement = settlement;
        add(slot);
    }

    /** Takes the oldest out if it is settled; null otherwise. */
    @Nullable
    Slot<T> pollSettled() {
        Slot<T> oldest = held.peek();
        if (oldest == null || oldest.settlement == null) {
            return null;
        }
        held.poll();
        events -= oldest.events;
        bytes -= oldest.ticket.bytes();
        return oldest;
    }
}
