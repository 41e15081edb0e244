package dev.weir.ingest.limit;

import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A bucket of this process's own, with the limit it was made for. Immutable but for its tokens. */
final class LimitedBucket implements SectionBucket {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Limit limit;
    /** What the config says: the same, unless an operator said otherwise. */
    private final Limit configured;

    private final Bucket tokens;
    private final Policy policy;
    private final Refusal ofOne;
    private final Counter enforced;
    private final Counter shadowed;

    private LimitedBucket(Limit limit, Limit configured, Bucket tokens, Counter enforced, Counter shadowed) {
        this.limit = limit;
        this.configured = configured;
        this.tokens = tokens;
        this.policy = Policy.of(limit);
        // The next token is never more than a second away, so that all refusals of one are the same.
        this.ofOne = policy.refusal(0, SECOND_NANOS);
        this.enforced = enforced;
        this.shadowed = shadowed;
    }

    /** A bucket that starts full. {@code section}: its tag in metrics. */
    static LimitedBucket full(String section, Limit limit, LongSupplier nanoTime, MeterRegistry meters) {
        Bucket tokens = Bucket.builder()
                .addLimit(bandwidth(limit))
                .withCustomTimePrecision(new Meter(nanoTime, nanoTime.getAsLong()))
                .build();
        return new LimitedBucket(
                limit, limit, tokens, counter(section, Mode.ENFORCE, meters), counter(section, Mode.SHADOW, meters));
    }

    /** Counts requests of a section that found no token. */
    static Counter counter(String section, Mode mode, MeterRegistry meters) {
        return Counter.builder("weir.limited")
                .description(
                        "Requests for which the section's bucket had no token: refused, or in shadow mode counted only")
                .tag("section", section)
                .tag("mode", mode == Mode.ENFORCE ? "enforce" : "shadow")
                .register(meters);
    }

    @Override
    public LimitedBucket reconfigured(Limit config) {
        return withLimit(config, config);
    }

    @Override
    public LimitedBucket overridden(Limit wanted, Limit config) {
        return withLimit(wanted, config);
    }

    @Override
    public void close() {
        // Its tokens go with it.
    }

    private LimitedBucket withLimit(Limit replacement, Limit config) {
        boolean sameBandwidth =
                replacement.capacity() == limit.capacity() && replacement.refillPerSecond() == limit.refillPerSecond();
        if (!sameBandwidth) {
            tokens.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(bandwidth(replacement))
                            .build(),
                    TokensInheritanceStrategy.AS_IS);
        }
        return new LimitedBucket(replacement, config, tokens, enforced, shadowed);
    }

    private static Bandwidth bandwidth(Limit limit) {
        return Bandwidth.builder()
                .capacity(limit.capacity())
                .refillGreedy(limit.refillPerSecond(), Duration.ofSeconds(1))
                .build();
    }

    @Override
    public Limit limit() {
        return limit;
    }

    @Override
    public Limit configured() {
        return configured;
    }

    @Override
    public long tokens() {
        return tokens.getAvailableTokens();
    }

    @Override
    public @Nullable Refusal tryTake(long wanted) {
        if (tokens.tryConsume(wanted)) {
            return null;
        }
        if (limit.mode() == Mode.SHADOW) {
            shadowed.increment();
            return null;
        }
        enforced.increment();
        return wanted == 1 ? ofOne : refusalOf(wanted);
    }

    private Refusal refusalOf(long wanted) {
        EstimationProbe probe = tokens.estimateAbilityToConsume(Math.min(wanted, limit.capacity()));
        return policy.refusal(probe.getRemainingTokens(), probe.getNanosToWaitForRefill());
    }

    /**
     * Counts from when the bucket was made, because Bucket4j compares times as they are, and a clock may start below
     * zero.
     */
    private record Meter(LongSupplier nanoTime, long originNanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong() - originNanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
