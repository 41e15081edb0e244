package dev.weir.relay.pace;

import dev.weir.lease.Lease;
import dev.weir.lease.Lessor;
import dev.weir.lease.Terms;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How fast one section's requests go to one upstream: a token bucket, whose rate falls when the vendor says that it is too
 * much, and rises again with every second in which requests succeed, never above what was configured. It rises slowly from
 * where the vendor complained last, so that a vendor who allows less than we think is asked for a little too much once in a
 * while, and not all the time. Where several nodes deliver to the vendor, a request also takes a token of what these share: the
 * vendor allows that to all of them together; what it complains of, each node hears itself, and slows down. Safe for many
 * threads: relays of one vendor may share it.
 */
public final class SectionPace {

    /** What a complaint leaves of the rate. */
    private static final double CUT = 0.85;
    /** Complaints about requests that were under way together count as one. */
    private static final long CUT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();
    /** By what part of the configured rate the rate rises in a second, up to near where the last complaint was. */
    private static final double RISE = 0.04;

    private static final double CAUTIOUS_FROM = 0.95;
    /** And by what part of the rate of that complaint from there on. */
    private static final double CAUTIOUS_RISE = 0.003;
    /** A vendor that has not complained for this long may have changed its mind. */
    private static final long FORGET_AFTER_NANOS = Duration.ofMinutes(1).toNanos();

    private static final long RISE_EVERY_NANOS = Duration.ofMillis(100).toNanos();
    private static final double LOWEST_PER_SECOND = 1;
    /** A vendor that does not say for how long it wants to be left alone. */
    private static final long DEFAULT_PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    private static final Duration REFILL_PERIOD = Duration.ofSeconds(10);
    private static final double NANOS = 1e9;

    /** What others hold back, or give back, is not known before it is asked for. */
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    private final LongSupplier nanoTime;
    private final @Nullable Lessor lessor;
    private final String budget;
    private @Nullable Lease lease;
    private boolean isLeaseShort;
    private PaceOptions options;
    private @Nullable Bucket bucket;
    private double perSecond;
    private double complainedAt = Double.MAX_VALUE;
    private long complainedNanos;
    private long cutNanos;
    private long risenNanos;
    private long pausedUntilNanos;
    private boolean isPaused;

    /** @param nanoTime measures, and never goes back; what is passed to the methods is of the same clock */
    public SectionPace(PaceOptions options, LongSupplier nanoTime) {
        this(options, nanoTime, "", null);
    }

    /**
     * @param nanoTime as above
     * @param budget the pace's name, the same on all nodes and no other's
     * @param lessor of paces that several nodes share; null where each has its own
     */
    public SectionPace(PaceOptions options, LongSupplier nanoTime, String budget, @Nullable Lessor lessor) {
        this.nanoTime = nanoTime;
        this.budget = budget;
        this.lessor = lessor;
        this.options = options;
        share();
        begin();
    }

    /**
     * From now on the vendor allows something else. The tokens that are there stay, as far as the new capacity holds them; so does
     * what the vendor complained of, below what it is thought to allow now.
     *
     * @return whether it is something else
     */
    public synchronized boolean retune(PaceOptions wanted) {
        if (wanted.equals(options)) {
            return false;
        }
        boolean isCut = bucket != null && perSecond < options.refillPerSecond();
        options = wanted;
        share();
        if (bucket == null || wanted.isUnlimited()) {
            begin();
        } else {
            double allowed = wanted.refillPerSecond();
            setRate(isCut ? Math.min(perSecond, allowed) : allowed);
        }
        return true;
    }

    /** Takes the token that a request needs; false when there is none now. */
    public synchronized boolean tryTake(long nowNanos) {
        if (isPaused(nowNanos) || (bucket != null && !bucket.tryConsume(1))) {
            return false;
        }
        isLeaseShort = lease != null && !lease.tryTake(1);
        if (isLeaseShort && bucket != null) {
            bucket.addTokens(1);
        }
        return !isLeaseShort;
    }

    /** How long until a request may go; 0 for at once. */
    public synchronized long nanosToNext(long nowNanos) {
        long paused = isPaused(nowNanos) ? pausedUntilNanos - nowNanos : 0;
        if (bucket == null) {
            return paused;
        }
        long lacking = isLeaseShort && lease != null ? Math.min(ASK_AGAIN_NANOS, lease.nanosTo(1)) : 0;
        return Math.max(
                Math.max(paused, lacking), bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /**
     * The vendor said that it was too much.
     *
     * @param waitNanos for how long it wants to be left alone, or 0 if it did not say
     */
    public synchronized void onThrottled(long waitNanos, long nowNanos) {
        pause(waitNanos > 0 ? waitNanos : DEFAULT_PAUSE_NANOS, nowNanos);
        boolean isNews = complainedAt == Double.MAX_VALUE || nowNanos - cutNanos >= CUT_EVERY_NANOS;
        complainedNanos = nowNanos;
        if (bucket == null || !isNews) {
            return;
        }
        complainedAt = perSecond;
        cutNanos = nowNanos;
        // A pause is no time in which requests succeed.
        risenNanos = pausedUntilNanos;
        setRate(Math.max(LOWEST_PER_SECOND, perSecond * CUT));
    }

    /** The vendor took a request. */
    public synchronized void onTaken(long nowNanos) {
        if (bucket == null || perSecond >= options.refillPerSecond()) {
            return;
        }
        long since = nowNanos - risenNanos;
        if (since < RISE_EVERY_NANOS) {
            return;
        }
        risenNanos = nowNanos;
        if (nowNanos - complainedNanos > FORGET_AFTER_NANOS) {
            complainedAt = Double.MAX_VALUE;
        }
        double seconds = Math.min(since, CUT_EVERY_NANOS) / NANOS;
        setRate(Math.min((double) options.refillPerSecond(), risen(seconds)));
    }

    private double risen(double seconds) {
        double wanted = perSecond + RISE * options.refillPerSecond() * seconds;
        double cautiousFrom = complainedAt * CAUTIOUS_FROM;
        if (wanted <= cautiousFrom) {
            return wanted;
        }
        return Math.max(perSecond, cautiousFrom) + CAUTIOUS_RISE * complainedAt * seconds;
    }

    /** Requests a second as of now; 0 where there is no limit. */
    public synchronized double perSecond() {
        return perSecond;
    }

    /** The rate to return to; 0 where there is no limit. */
    public synchronized long allowedPerSecond() {
        return options.refillPerSecond();
    }

    private void pause(long nanos, long nowNanos) {
        if (!isPaused(nowNanos) || nowNanos + nanos - pausedUntilNanos > 0) {
            isPaused = true;
            pausedUntilNanos = nowNanos + nanos;
        }
    }

    private boolean isPaused(long nowNanos) {
        if (isPaused && pausedUntilNanos - nowNanos <= 0) {
            isPaused = false;
        }
        return isPaused;
    }

    private void share() {
        if (lessor == null) {
            return;
        }
        if (options.isUnlimited()) {
            if (lease != null) {
                lease.close();
            }
            lease = null;
            isLeaseShort = false;
            return;
        }
        Terms terms = new Terms(options.refillPerSecond(), options.capacity(), false);
        if (lease == null) {
            lease = lessor.lease(budget, terms);
        } else {
            lease.reconfigure(terms);
        }
    }

    private void begin() {
        perSecond = options.refillPerSecond();
        complainedAt = Double.MAX_VALUE;
        bucket = options.isUnlimited()
                ? null
                : Bucket.builder()
                        .addLimit(bandwidth())
                        .withCustomTimePrecision(new Clock(nanoTime))
                        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                        .build();
    }

    private void setRate(double rate) {
        perSecond = rate;
        if (bucket != null) {
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(bandwidth()).build(), TokensInheritanceStrategy.AS_IS);
        }
    }

    private Bandwidth bandwidth() {
        double part = perSecond / options.refillPerSecond();
        long capacity = Math.max(1, Math.round(options.capacity() * part));
        long refill = Math.max(1, Math.round(perSecond * REFILL_PERIOD.toSeconds()));
        return Bandwidth.builder()
                .capacity(capacity)
                .refillGreedy(refill, REFILL_PERIOD)
                .build();
    }

    private record Clock(LongSupplier nanoTime) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
