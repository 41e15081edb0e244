package dev.weir.relay.simulation;

import java.util.random.RandomGenerator;

/**
 * How many events a second come, in steps.
 *
 * @param from when each step begins, ascending, the first at 0; the last goes on
 * @param perSecond how many in each
 */
record Rate(long[] from, double[] perSecond) {

    /** This many until then, and none after. */
    static Rate steady(double perSecond, long until) {
        return new Rate(new long[] {0, until}, new double[] {perSecond, 0});
    }

    /** The base until the end, but for a burst. */
    static Rate burst(double base, double burst, long begin, long length, long until) {
        return new Rate(new long[] {0, begin, begin + length, until}, new double[] {base, burst, base, 0});
    }

    /** Draws when the next event comes after this time, by a Poisson process. */
    long next(long now, RandomGenerator random) {
        int step = 0;
        while (step + 1 < from.length && from[step + 1] <= now) {
            step++;
        }
        long at = now;
        for (; ; step++) {
            boolean isLast = step + 1 == from.length;
            if (perSecond[step] > 0) {
                double gap = -StrictMath.log(1 - random.nextDouble()) / perSecond[step];
                long drawn = at + Math.max(1, (long) (gap * Timeline.SECOND));
                if (isLast || drawn < from[step + 1]) {
                    return drawn;
                }
            } else if (isLast) {
                return Timeline.NEVER;
            }
            at = from[step + 1];
        }
    }
}
