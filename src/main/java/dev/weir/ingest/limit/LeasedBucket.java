package dev.weir.ingest.limit;

import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import dev.weir.lease.Lease;
import dev.weir.lease.Lessor;
import dev.weir.lease.Terms;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A section's bucket that several processes share: tokens come from a lease, which others fill. A limit that holds instead of the
 * config's holds for all of them, whoever was told.
 */
final class LeasedBucket implements SectionBucket {

    private final Limit configured;
    private final Lease lease;
    private final Counter enforced;
    private final Counter shadowed;
    private volatile Told told;

    private LeasedBucket(Limit configured, Lease lease, Counter enforced, Counter shadowed) {
        this.configured = configured;
        this.lease = lease;
        this.enforced = enforced;
        this.shadowed = shadowed;
        this.told = Told.of(lease);
    }

    /**
     * A bucket of which this process holds nothing yet.
     *
     * @param section its name, the same in all processes
     * @param tag of its metrics
     */
    static LeasedBucket of(String section, String tag, Limit limit, Lessor lessor, MeterRegistry meters) {
        return new LeasedBucket(
                limit,
                lessor.lease("limit:" + section, terms(limit)),
                LimitedBucket.counter(tag, Mode.ENFORCE, meters),
                LimitedBucket.counter(tag, Mode.SHADOW, meters));
    }

    @Override
    public @Nullable Refusal tryTake(long wanted) {
        if (lease.tryTake(wanted)) {
            return null;
        }
        if (lease.terms().countsOnly()) {
            shadowed.increment();
            return null;
        }
        enforced.increment();
        Told now = told;
        if (!now.isOf(lease)) {
            now = Told.of(lease);
            told = now;
        }
        return wanted == 1 ? now.ofOne : now.policy.refusal(lease.tokens(), lease.nanosTo(wanted));
    }

    @Override
    public Limit limit() {
        Terms now = lease.terms();
        return new Limit(now.refillPerSecond(), now.capacity(), now.countsOnly() ? Mode.SHADOW : Mode.ENFORCE);
    }

    @Override
    public Limit configured() {
        return configured;
    }

    @Override
    public long tokens() {
        return lease.tokens();
    }

    @Override
    public SectionBucket reconfigured(Limit config) {
        if (config.equals(configured) && config.equals(limit())) {
            return this;
        }
        lease.reconfigure(terms(config));
        return new LeasedBucket(config, lease, enforced, shadowed);
    }

    @Override
    public SectionBucket overridden(Limit wanted, Limit config) {
        lease.override(terms(wanted), terms(config));
        return new LeasedBucket(config, lease, enforced, shadowed);
    }

    @Override
    public void close() {
        lease.close();
    }

    private static Terms terms(Limit limit) {
        return new Terms(limit.refillPerSecond(), limit.capacity(), limit.mode() == Mode.SHADOW);
    }

    /** What a refusal says, for as long as the same is in force. */
    private record Told(Terms terms, boolean isLocal, Policy policy, Refusal ofOne) {

        static Told of(Lease lease) {
            Terms terms = lease.terms();
            boolean isLocal = lease.isLocal();
            Policy policy =
                    isLocal ? local(lease) : Policy.of(Policy.DEFAULT, terms.refillPerSecond(), terms.capacity());
            return new Told(terms, isLocal, policy, policy.refusal(0, lease.nanosPerToken()));
        }

        private static Policy local(Lease lease) {
            Terms part = lease.part();
            return part == null
                    ? new Policy("closed", 0, 1)
                    : Policy.of("share", part.refillPerSecond(), part.capacity());
        }

        boolean isOf(Lease lease) {
            return terms.equals(lease.terms()) && isLocal == lease.isLocal();
        }
    }
}
