package dev.weir.ingest.identity;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Random bits, drawn from the source 4 KB at a time and kept per thread: one draw for 256 ids costs a tenth of a draw
 * for each. What has been given away is wiped, so that a heap dump does not tell past ids. Safe for many threads if the
 * source is; a thread costs 4 KB.
 */
final class RandomPool {

    private static final int BYTES = 4096;

    private final RandomGenerator source;
    private final ThreadLocal<Pool> pools = ThreadLocal.withInitial(Pool::new);

    /** @param source cryptographically strong, and safe for many threads */
    RandomPool(RandomGenerator source) {
        this.source = source;
    }

    /** This thread's pool. Never hand it to another thread. */
    Pool ofThread() {
        return pools.get();
    }

    /** Confined to one thread. */
    final class Pool {
        private final byte[] bytes = new byte[BYTES];
        private int next = BYTES;

        long nextLong() {
            if (next == BYTES) {
                source.nextBytes(bytes);
                next = 0;
            }
            long drawn = 0;
            for (int i = next; i < next + Long.BYTES; i++) {
                drawn = drawn << 8 | (bytes[i] & 0xff);
            }
            Arrays.fill(bytes, next, next + Long.BYTES, (byte) 0);
            next += Long.BYTES;
            return drawn;
        }
    }
}
