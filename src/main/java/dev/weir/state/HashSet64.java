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
        long wanted = hash == FREE ? INSTEAD_OF_FREE : hash;
        return table.get(place(wanted)) == wanted;
    }

    void add(long hash) {
        long added = hash == FREE ? INSTEAD_OF_FREE : hash;
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

    int size() {
        return size.get();
    }

    /** Those that were in it when this was called, and perhaps some that have been added since. */
    long[] members() {
        long[] members = new long[capacity];
        int count = 0;
        for (int place = 0; place <= mask; place++) {
            long member = table.get(place);
            if (member != FREE) {
                members[count++] = member;
            }
        }
        return Arrays.copyOf(members, count);
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
