package dev.weir.relay.simulation;

import java.util.PriorityQueue;

/**
 * Becomes slower, up to a hundredfold, and recovers. It works on 32 calls at once; others queue, until it is their turn or
 * their caller gives up.
 */
final class SlowRamp implements Conduct {

    private static final int SERVERS = 32;
    private static final double SLOWEST = 100;
    private static final long BEGIN = 5 * Timeline.MINUTE;
    private static final long LENGTH = 10 * Timeline.MINUTE;

    private final Allowance allowance = new Allowance(500, 100);
    private final Latency latency;
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();

    SlowRamp(long seed) {
        latency = new Latency(seed);
        for (int i = 0; i < SERVERS; i++) {
            freeAt.add(0L);
        }
    }

    @Override
    public Reply reply(String section, long now) {
        if (!allowance.tryTake(section, now)) {
            return Healthy.tooMany(now);
        }
        long begin = Math.max(now, freeAt.element());
        if (begin - now >= TIMEOUT) {
            return Reply.none(now);
        }
        freeAt.remove();
        long done = begin + (long) (latency.next() * slownessAt(begin));
        freeAt.add(done);
        return Reply.acted(now, begin, done);
    }

    private static double slownessAt(long nanos) {
        double fromPeak = Math.abs(nanos - BEGIN - LENGTH) / (double) LENGTH;
        return 1 + (SLOWEST - 1) * Math.max(0, 1 - fromPeak);
    }
}
