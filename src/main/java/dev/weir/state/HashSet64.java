package dev.weir.state;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of 64-bit hashes in one table with open addressing, at most half full and never growing: 16 to 32 bytes for each
 * that it can hold. Safe for one writer at a time and many readers; a reader sees what was added before it began.
 */
final class HashSet64 {

    /** Marks a free place; the hash 0 is stored as another. */
    private static final long FREE = 0;

    private static final long INSTEAD_OF_FREE = 0x9e37_79b9_7f4a_7c15L;
    /** Marks a place whose hash was removed: what was put behind it must still be found. It is not used again. */
    private static final long REMOVED = 0x6a09_e667_f3bc_c908L;

    private static final long INSTEAD_OF_REMOVED = 0xbb67_ae85_84ca_a73bL;

    private final AtomicLongArray table;
    private final int mask;
    private final int capacity;
    private final AtomicInteger size = new AtomicInteger();

    HashSet64(int capacity) {
        int places = Math.max(4, Integer.highestOneBit(capacity * 2 - 1) << 1);
        this.capacity = capacity;
        this.mask = places - 1;
        this.table = new AtomicLongArray(places);
    }

    boolean contains(long hash) {
        long wanted = stored(hash);
        return table.get(place(wanted)) == wanted;
    }

    void add(long hash) {
        long added = stored(hash);
        int place = place(added);
        if (table.get(place) == added) {
            return;
        }
        if (size.get() == capacity) {
            throw new IllegalStateException("full");
        }
        table.set(place, added);
        size.incrementAndGet();
    }

    /** Its place counts in {@link #size} as before. Returns whether it was there. */
    boolean remove(long hash) {
        long removed = stored(hash);
        int place = place(removed);
        if (table.get(place) != removed) {
            return false;
        }
        table.set(place, REMOVED);
        return true;
    }

    int size() {
        return size.get();
    }

    /** Those that were in it when this was called, and perhaps some that have been added since. */
    long[] members() {
        long[] members = new long[capacity];
        int count = 0;
        for (int place = 0; place <= mask; place++) {
            long member = table.get(place);
            if (member != FREE && member != REMOVED) {
                members[count++] = member;
            }
        }
        return Arrays.copyOf(members, count);
    }

    private static long stored(long hash) {
        if (hash == FREE) {
            return INSTEAD_OF_FREE;
        }
        return hash == REMOVED ? INSTEAD_OF_REMOVED : hash;
    }

    /** Where it is, or would be: there is always a free place. */
    private int place(long hash) {
        int place = (int) hash & mask;
        long there = table.get(place);
        while (there != hash && there != FREE) {
            place = (place + 1) & mask;
            there = table.get(place);
        }
        return place;
    }
}
