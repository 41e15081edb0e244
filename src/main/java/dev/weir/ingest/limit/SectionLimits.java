package dev.weir.ingest.limit;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Sections;
import dev.weir.lease.Lessor;
import dev.weir.meter.SectionTags;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what each section's token bucket allows: over any time, no more than the capacity and what was refilled
 * meanwhile. Sections never touch each other's tokens.
 *
 * <p>Safe for many threads; never blocks and never waits. A token costs the 64 bytes of Bucket4j's next state, a
 * refusal of one token nothing more. Where a section's limit is shared by several processes, that is so for all of them together; what
 * all requests of unknown sections share is each process's own, since it is there to protect that. There is a bucket for each section that was seen, so no more than are configured.
 */
public final class SectionLimits {

    /** What all requests of unknown sections share unless the operator says otherwise. */
    public static final Limit UNKNOWN_DEFAULT = new Limit(50, 100, Limit.Mode.ENFORCE);

    /** In metrics; no section's name has an underscore. */
    private static final String UNKNOWN = "_unknown";

    /** Bucket4j counts in nanoseconds, and gives one token in each at most. */
    public static final long MAX_REFILL_PER_SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final MeterRegistry meters;
    private final SectionTags tags;
    private final @Nullable Lessor lessor;
    private volatile LimitedBucket unknown;
    private final ConcurrentMap<String, SectionBucket> buckets = new ConcurrentHashMap<>();

    /** Where sections have their meters in the order in which they turn up. */
    public SectionLimits(LongSupplier nanoTime, Limit unknown, MeterRegistry meters) {
        this(nanoTime, unknown, meters, new SectionTags());
    }

    /**
     * @param nanoTime the monotonic clock
     * @param unknown what all requests of unknown sections share
     * @param tags which sections have meters of their own
     */
    public SectionLimits(LongSupplier nanoTime, Limit unknown, MeterRegistry meters, SectionTags tags) {
        this(nanoTime, unknown, meters, tags, null);
    }

    /** @param lessor of limits that several processes share; null where each has its own */
    public SectionLimits(
            LongSupplier nanoTime, Limit unknown, MeterRegistry meters, SectionTags tags, @Nullable Lessor lessor) {
        this.lessor = lessor;
        this.tags = tags;
        this.nanoTime = nanoTime;
        this.meters = meters;
        this.unknown = LimitedBucket.full(UNKNOWN, unknown, nanoTime, meters);
    }

    /**
     * What no bucket can do of this limit, one sentence each; empty if nothing.
     *
     * @param path where the limit stands in the config, such as {@code sections.shop.limit}
     */
    public static List<String> problems(String path, Limit limit) {
        List<String> problems = new ArrayList<>();
        if (limit.refillPerSecond() < 1 || limit.refillPerSecond() > MAX_REFILL_PER_SECOND) {
            problems.add(path + ".refill: " + limit.refillPerSecond() + " (expected: 1 to " + MAX_REFILL_PER_SECOND
                    + " tokens a second)");
        }
        if (limit.capacity() < 1) {
            problems.add(path + ".capacity: " + limit.capacity() + " (expected: at least 1 token)");
        }
        return List.copyOf(problems);
    }

    /**
     * The config is another one: what an operator set meanwhile holds no longer, and buckets of sections that are gone go too.
     * What sections share with their buckets of before, they keep.
     */
    public void reload(Limit unknownSections, Sections sections) {
        unknown = unknown.reconfigured(unknownSections);
        buckets.entrySet().removeIf(bucket -> {
            boolean isGone = sections.byName(bucket.getKey()) == null;
            if (isGone) {
                bucket.getValue().close();
            }
            return isGone;
        });
        buckets.replaceAll((name, bucket) -> {
            Section section = sections.byName(name);
            return section == null ? bucket : bucket.reconfigured(section.limit());
        });
    }

    /**
     * Sets a section's limit, until the config is another one or the process ends.
     *
     * @param limit one that has no {@link #problems}
     */
    public void override(Section section, Limit limit) {
        buckets.compute(
                section.name(),
                (name, last) -> last == null
                        ? bucket(name, limit).overridden(limit, section.limit())
                        : last.overridden(limit, section.limit()));
    }

    /** The limit that holds for a section now, and the tokens that are there. */
    public State state(Section section) {
        SectionBucket bucket = bucketOf(section);
        return new State(bucket.limit(), bucket.tokens());
    }

    /** Takes a token of the section's. Null when it was there, or when the section's limit only counts. */
    public @Nullable Refusal tryTake(Section section) {
        return bucketOf(section).tryTake(1);
    }

    /**
     * Takes tokens of the section's, all or none.
     *
     * @param tokens 1 to the section's capacity; more is always refused, because the bucket never holds them
     */
    public @Nullable Refusal tryTake(Section section, long tokens) {
        return bucketOf(section).tryTake(tokens);
    }

    /** Takes a token for a request of no section that we know. */
    public @Nullable Refusal tryTakeUnknown() {
        return unknown.tryTake(1);
    }

    private SectionBucket bucketOf(Section section) {
        SectionBucket bucket = buckets.get(section.name());
        // Fast path: the limit that the bucket was made for.
        if (bucket != null && bucket.configured().equals(section.limit())) {
            return bucket;
        }
        return buckets.compute(
                section.name(),
                (name, last) -> last == null ? bucket(name, section.limit()) : last.reconfigured(section.limit()));
    }

    private SectionBucket bucket(String section, Limit limit) {
        return lessor == null
                ? LimitedBucket.full(tags.of(section), limit, nanoTime, meters)
                : LeasedBucket.of(section, tags.of(section), limit, lessor, meters);
    }

    /**
     * A section's bucket.
     *
     * @param tokens that are in it; of a limit that is shared, those that this process holds
     */
    public record State(Limit limit, long tokens) {}
}
