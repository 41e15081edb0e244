package dev.weir.relay.simulation;

import java.util.Arrays;

/** How long things took, kept to a tenth of a percent. */
final class Delays {

    private static final int SUB_BITS = 11;
    private static final int SUB = 1 << SUB_BITS;

    private final int[] counts = new int[(Long.SIZE - SUB_BITS) * SUB];
    private long count;

    void add(long nanos) {
        counts[indexOf(Math.max(0, nanos) / 1000)]++;
        count++;
    }

    /** With those of another. */
    void addAll(Delays other) {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
        count += other.count;
    }

    /** The delay that this share of all did not exceed; 0 if there were none. */
    long nanosAt(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * count));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return valueOf(i) * 1000;
            }
        }
        return 0;
    }

    private static int indexOf(long micros) {
        int shift = Math.max(0, Long.SIZE - SUB_BITS - Long.numberOfLeadingZeros(micros));
        return shift == 0 ? (int) micros : shift * (SUB / 2) + (int) (micros >>> shift);
    }

    private static long valueOf(int index) {
        if (index < SUB) {
            return index;
        }
        int shift = index / (SUB / 2) - 1;
        return (long) (index - shift * (SUB / 2)) << shift;
    }
}
