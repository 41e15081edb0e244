package dev.weir.ingest.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Section.Limit;
import dev.weir.event.Section.Limit.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The law of the bucket, over random streams of requests on a virtual clock. */
class LimitPropertyTest {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Property(tries = 500)
    void betweenAnyTwoAcceptedRequestsNoMoreThanCapacityAndRefill(
            @ForAll("limits") Limit limit, @ForAll("arrivals") List<Long> gaps, @ForAll long origin) {
        List<Long> accepted = run(limit, gaps, origin);

        // Scaled by a second, so that nothing is rounded: count * 1 s <= capacity * 1 s + refill * time.
        for (int first = 0; first < accepted.size(); first++) {
            for (int last = first; last < accepted.size(); last++) {
                long elapsed = accepted.get(last) - accepted.get(first);
                BigInteger count = big(last - first + 1).multiply(big(SECOND_NANOS));
                BigInteger bound = big(limit.capacity())
                        .multiply(big(SECOND_NANOS))
                        .add(big(limit.refillPerSecond()).multiply(big(elapsed)));
                assertThat(count).isLessThanOrEqualTo(bound);
            }
        }
    }

    @Property(tries = 500)
    void whatAnExactBucketGivesIsGiven(
            @ForAll("limits") Limit limit, @ForAll("arrivals") List<Long> gaps, @ForAll long origin) {
        assertThat(run(limit, gaps, origin)).hasSize(exact(limit, gaps));
    }

    /** In shadow mode too, where nobody is refused, just those are counted that would have been. */
    @Property(tries = 200)
    void shadowModeCountsWhatWouldBeRefused(@ForAll("limits") Limit limit, @ForAll("arrivals") List<Long> gaps) {
        nanos.set(0);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        SectionLimits limits = new SectionLimits(nanos::get, SectionLimits.UNKNOWN_DEFAULT, meters);
        Section shop = section("shop", new Limit(limit.refillPerSecond(), limit.capacity(), Mode.SHADOW));
        for (long gap : gaps) {
            nanos.addAndGet(gap);
            assertThat(limits.tryTake(shop)).isNull();
        }

        assertThat(meters.get("weir.limited")
                        .tag("mode", "shadow")
                        .tag("section", "shop")
                        .counter()
                        .count())
                .isEqualTo(gaps.size() - exact(limit, gaps));
    }

    /**
     * The limit is replaced at some moment of a stream. Over any time no more is accepted than the larger capacity and what was refilled
     * at each of the rates; and what was in the bucket is not lost, but for less than one token and what the new capacity cannot hold.
     */
    @Property(tries = 300)
    void limitReplacedMidStreamGivesNoMoreAndNoLess(
            @ForAll("limits") Limit before,
            @ForAll("limits") Limit after,
            @ForAll("arrivals") List<Long> gaps,
            @ForAll @IntRange(min = 1, max = 400) int at) {
        nanos.set(0);
        SectionLimits limits = sectionLimits();
        List<Long> accepted = new ArrayList<>();
        long replaced = 0;
        BigInteger held = big(before.capacity()).multiply(big(SECOND_NANOS));
        int owed = 0;
        for (int i = 0; i < gaps.size(); i++) {
            nanos.addAndGet(gaps.get(i));
            Limit limit = i < at ? before : after;
            replaced = i == at ? nanos.get() : i < at ? Long.MAX_VALUE : replaced;
            // What was waited until the replacement was waited under the limit that held then.
            held = refilled(held, i <= at ? before : after, gaps.get(i));
            held = held.min(big(limit.capacity()).multiply(big(SECOND_NANOS)));
            if (held.compareTo(big(SECOND_NANOS)) >= 0) {
                held = held.subtract(big(SECOND_NANOS));
                owed++;
            }
            if (limits.tryTake(section("shop", limit)) == null) {
                accepted.add(nanos.get());
            }
        }

        assertThat(accepted).hasSizeBetween(owed - 1, owed);
        assertNoMoreThan(before, after, replaced, accepted);
    }

    private static void assertNoMoreThan(Limit before, Limit after, long replaced, List<Long> accepted) {
        for (int first = 0; first < accepted.size(); first++) {
            for (int last = first; last < accepted.size(); last++) {
                long from = accepted.get(first);
                long to = accepted.get(last);
                BigInteger refilled = big(before.refillPerSecond())
                        .multiply(big(Math.max(0, Math.min(to, replaced) - from)))
                        .add(big(after.refillPerSecond()).multiply(big(Math.max(0, to - Math.max(from, replaced)))));
                long capacity = from > replaced
                        ? after.capacity()
                        : to < replaced ? before.capacity() : Math.max(before.capacity(), after.capacity());
                assertThat(big(last - first + 1).multiply(big(SECOND_NANOS)))
                        .isLessThanOrEqualTo(
                                big(capacity).multiply(big(SECOND_NANOS)).add(refilled));
            }
        }
    }

    private static BigInteger refilled(BigInteger held, Limit limit, long gap) {
        return held.add(big(gap).multiply(big(limit.refillPerSecond())))
                .min(big(limit.capacity()).multiply(big(SECOND_NANOS)));
    }

    @Property(tries = 300)
    void whoKeepsToThePolicyIsNeverRefused(
            @ForAll @LongRange(min = 1, max = 500) long refillPerSecond,
            @ForAll @LongRange(min = 1, max = 1_500) long capacity,
            @ForAll Random random) {
        Limit limit = new Limit(refillPerSecond, capacity, Mode.ENFORCE);
        Policy policy = Policy.of(limit);
        long window = policy.windowSeconds() * SECOND_NANOS;
        // The same moments in each window, so that every stretch of that length holds the whole quota and no more.
        long[] moments = random.longs(policy.quota(), 0, window).sorted().toArray();
        List<Long> gaps = new ArrayList<>();
        long last = 0;
        for (int repetition = 0; repetition < 5; repetition++) {
            for (long moment : moments) {
                long now = repetition * window + moment;
                gaps.add(now - last);
                last = now;
            }
        }

        assertThat(run(limit, gaps, 0)).hasSize(gaps.size());
    }

    @Property(tries = 100)
    void whatOneSectionDoesNoOtherFeels(@ForAll("limits") Limit limit, @ForAll("arrivals") List<Long> gaps) {
        List<Long> alone = run(limit, gaps, 0);
        SectionLimits limits = sectionLimits();
        Section quiet = section("quiet", limit);
        Section busy = section("busy", limit);
        List<Long> beside = new ArrayList<>();
        for (long gap : gaps) {
            nanos.addAndGet(gap);
            limits.tryTake(busy);
            if (limits.tryTake(quiet) == null) {
                beside.add(nanos.get());
            }
            limits.tryTake(busy);
        }

        assertThat(beside).isEqualTo(alone);
    }

    @Provide
    Arbitrary<Limit> limits() {
        Arbitrary<Long> refill = Arbitraries.longs().between(1, 10_000);
        Arbitrary<Long> capacity = Arbitraries.longs().between(1, 200);
        return Combinators.combine(refill, capacity).as((r, c) -> new Limit(r, c, Mode.ENFORCE));
    }

    /** Gaps between requests: bursts, steady streams, single nanoseconds, and long silences. The clock never goes back. */
    @Provide
    Arbitrary<List<Long>> arrivals() {
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.just(0L)),
                        Tuple.of(2, Arbitraries.longs().between(1, 1_000)),
                        Tuple.of(6, Arbitraries.longs().between(1, 20_000_000)),
                        Tuple.of(2, Arbitraries.longs().between(1, 3 * SECOND_NANOS)),
                        Tuple.of(1, Arbitraries.longs().between(1, 1_000_000 * SECOND_NANOS)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(400);
    }

    /** The times, from zero, at which requests were accepted. */
    private List<Long> run(Limit limit, List<Long> gaps, long origin) {
        nanos.set(origin);
        SectionLimits limits = sectionLimits();
        Section shop = section("shop", limit);
        List<Long> accepted = new ArrayList<>();
        for (long gap : gaps) {
            nanos.addAndGet(gap);
            if (limits.tryTake(shop) == null) {
                accepted.add(nanos.get() - origin);
            }
        }
        nanos.set(0);
        return accepted;
    }

    private SectionLimits sectionLimits() {
        return new SectionLimits(nanos::get, SectionLimits.UNKNOWN_DEFAULT, new SimpleMeterRegistry());
    }

    /** How many an exact bucket lets through. */
    private static int exact(Limit limit, List<Long> gaps) {
        BigInteger token = big(SECOND_NANOS);
        BigInteger full = big(limit.capacity()).multiply(token);
        BigInteger held = full;
        int given = 0;
        for (long gap : gaps) {
            held = held.add(big(gap).multiply(big(limit.refillPerSecond()))).min(full);
            if (held.compareTo(token) >= 0) {
                held = held.subtract(token);
                given++;
            }
        }
        return given;
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static Section section(String name, Limit limit) {
        return new Section(
                name,
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                limit,
                Section.Identity.DEFAULT,
                List.of());
    }
}
