package dev.weir.state;

import java.io.IOException;
import java.util.Arrays;

/**
 * How often things happened within a window that ends now, in buckets of equal length that begin at whole multiples of it.
 * The bucket of this moment is one of them, so nothing older than the window is counted, and what is up to one bucket short
 * of its age may be missing: of the last 15 minutes, the first up to 60 seconds.
 *
 * <p>Only buckets in which something happened take memory, 16 bytes each. They never lie further apart than the window is
 * long: when the clock has been set back by more than that, those of the future are given up; by less, they count again when
 * the clock gets there.
 *
 * <p>Confined to one thread.
 */
final class Tally {

    /** View, cart, purchase. */
    static final int KINDS = 3;

    private static final int CELLS = KINDS + 1;

    private final Grain grain;
    /** Of each bucket in order of time: its number, then a count for each kind. */
    private int[] cells;

    private int buckets;

    Tally(Grain grain) {
        this(grain, new int[CELLS], 0);
    }

    private Tally(Grain grain, int[] cells, int buckets) {
        this.grain = grain;
        this.cells = cells;
        this.buckets = buckets;
    }

    static Tally read(Grain grain, SnapshotInput in) throws IOException {
        int buckets = in.count(grain.buckets);
        int[] cells = new int[Math.max(1, buckets) * CELLS];
        for (int i = 0; i < buckets * CELLS; i++) {
            cells[i] = in.count(Integer.MAX_VALUE);
        }
        return new Tally(grain, cells, buckets);
    }

    void write(SnapshotOutput out) throws IOException {
        out.count(buckets);
        for (int i = 0; i < buckets * CELLS; i++) {
            out.count(cells[i]);
        }
    }

    Tally copy() {
        return new Tally(grain, Arrays.copyOf(cells, Math.max(1, buckets) * CELLS), buckets);
    }

    void add(long timeMillis, int kind) {
        int bucket = grain.bucket(timeMillis);
        dropOutside(bucket - grain.buckets, bucket + grain.buckets);
        int at = firstFrom(bucket);
        if (at == buckets || cells[at * CELLS] != bucket) {
            insert(at, bucket);
        }
        cells[at * CELLS + 1 + kind]++;
    }

    long sum(long nowMillis, int kind) {
        int now = grain.bucket(nowMillis);
        long sum = 0;
        for (int i = firstFrom(now - grain.buckets + 1); i < buckets && cells[i * CELLS] <= now; i++) {
            sum += cells[i * CELLS + 1 + kind];
        }
        return sum;
    }

    int bytes() {
        return cells.length * Integer.BYTES;
    }

    /** Keeps the buckets between these two, both excluded. */
    private void dropOutside(int below, int above) {
        int from = firstFrom(below + 1);
        int until = firstFrom(above);
        if (from > 0) {
            System.arraycopy(cells, from * CELLS, cells, 0, (until - from) * CELLS);
        }
        buckets = until - from;
    }

    private void insert(int at, int bucket) {
        if ((buckets + 1) * CELLS > cells.length) {
            cells = Arrays.copyOf(cells, Math.min(2 * buckets, grain.buckets) * CELLS);
        }
        System.arraycopy(cells, at * CELLS, cells, (at + 1) * CELLS, (buckets - at) * CELLS);
        Arrays.fill(cells, at * CELLS, (at + 1) * CELLS, 0);
        cells[at * CELLS] = bucket;
        buckets++;
    }

    /** The place of the first bucket of this number or higher; nearly always near the end. */
    private int firstFrom(int bucket) {
        int at = buckets;
        while (at > 0 && cells[(at - 1) * CELLS] >= bucket) {
            at--;
        }
        return at;
    }

    /** How long a bucket is, and how many are the window. */
    enum Grain {
        QUARTER_HOUR(60_000, 15),
        DAY(900_000, 96);

        private final long millis;
        private final int buckets;

        Grain(long millis, int buckets) {
            this.millis = millis;
            this.buckets = buckets;
        }

        private int bucket(long timeMillis) {
            // Half the range, so that adding a window never overflows; until the year 4000.
            return (int) Math.max(0, Math.min(Integer.MAX_VALUE / 2, timeMillis / millis));
        }
    }
}
