package dev.weir.relay.simulation;

import java.util.SplittableRandom;

/** How long a vendor takes: log-normal, 20 ms in the median and 80 ms at the 99th percentile, or a multiple of it. */
final class Latency {

    private static final double MEDIAN_NANOS = 20e6;
    private static final double SIGMA = StrictMath.log(4) / 2.326348;
    private static final int QUANTILES = 1000;
    private static final long[] NANOS = new long[QUANTILES];

    static {
        // The integral of the bell curve, in small steps: no library brings its inverse.
        double z = -6;
        double area = 0;
        double step = 1e-4;
        for (int i = 0; i < QUANTILES; i++) {
            for (; area < (i + 0.5) / QUANTILES; z += step) {
                area += step * StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
            }
            NANOS[i] = (long) (MEDIAN_NANOS * StrictMath.exp(SIGMA * z));
        }
    }

    private final SplittableRandom random;

    Latency(long seed) {
        random = new SplittableRandom(seed);
    }

    long next() {
        return NANOS[random.nextInt(QUANTILES)];
    }
}
