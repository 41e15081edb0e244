package dev.weir.ingest.key;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The keys of Weir's own as they are now. Safe for many threads. */
public final class ApiKeys {

    /** More than clocks do: who refuses a key a day too long refuses what has expired. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final InstantSource clock;
    private final Current none;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);
    private volatile Current current;
    /** Immutable; also ids that are of no key here. */
    private volatile Set<String> revokedSomewhere = Set.of();

    /** None, until there are some. */
    public ApiKeys(InstantSource clock, RandomGenerator random, MeterRegistry registry) {
        this.clock = clock;
        // Under no secret that anybody keeps: a server without keys takes as long to say no.
        this.none = new Current(KeyRing.EMPTY, HmacSha256.drawn(random));
        this.current = none;
        Gauge.builder("weir.keys", this, ApiKeys::live)
                .description("API keys of Weir's own that are neither expired nor revoked")
                .register(registry);
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    Counter.builder("weir.keys.refused")
                            .description("Requests whose API key was refused, by reason")
                            .tag("reason", refusal.label)
                            .register(registry));
        }
    }

    /**
     * From now on these are the keys.
     *
     * @param hash the one that the ring's hashes were made with
     */
    public void replace(KeyRing ring, KeyedHash hash) {
        current = new Current(ring, hash);
    }

    /** From now on there are none. */
    public void clear() {
        current = none;
    }

    /**
     * From now on keys of these ids are refused, whatever the list here says of them.
     *
     * @param ids of keys that are revoked somewhere
     */
    void refuse(Set<String> ids) {
        if (!ids.equals(revokedSomewhere)) {
            revokedSomewhere = Set.copyOf(ids);
        }
    }

    /** What the list here says is revoked, and has not expired. */
    List<Revocation> revocations(Instant now) {
        List<Revocation> revocations = new ArrayList<>();
        for (KeyEntry entry : current.ring.entries()) {
            Instant until = entry.expires().plus(CLOCKS_DIFFER);
            if (entry.revoked() != null && now.isBefore(until)) {
                revocations.add(new Revocation(entry.id(), until));
            }
        }
        return revocations;
    }

    /** The ids of keys that the list here says are good, and that are revoked somewhere. */
    public List<String> revokedElsewhere() {
        Set<String> revoked = revokedSomewhere;
        return current.ring.entries().stream()
                .filter(entry -> entry.revoked() == null && revoked.contains(entry.id()))
                .map(KeyEntry::id)
                .toList();
    }

    /**
     * The key that was shown, secret and all, whatever it is worth by now; null if there is none. Whatever has the form of
     * a key costs one hash and one comparison.
     */
    @Nullable
    KeyEntry authentic(String presented) {
        KeyText text = KeyText.parse(presented);
        if (text == null) {
            return null;
        }
        Current now = current;
        Digest hash = now.hash.of(text.text());
        KeyEntry entry = now.ring.withId(text.id());
        boolean isRight = hash.equals(entry == null ? Digest.NOBODYS : entry.hash());
        return isRight ? entry : null;
    }

    /** What a key is worth now. */
    KeyEntry.State state(KeyEntry entry) {
        return state(entry, clock.instant());
    }

    private KeyEntry.State state(KeyEntry entry, Instant now) {
        return revokedSomewhere.contains(entry.id()) ? KeyEntry.State.REVOKED : entry.state(now);
    }

    /** Counts a request that brought an API key, and had no good one. */
    void onRefused(Refusal refusal) {
        Counter counter = refused.get(refusal);
        if (counter != null) {
            counter.increment();
        }
    }

    private int live() {
        Instant now = clock.instant();
        int live = 0;
        for (KeyEntry entry : current.ring.entries()) {
            live += state(entry, now) == KeyEntry.State.LIVE ? 1 : 0;
        }
        return live;
    }

    /** Read together, replaced together. */
    private record Current(KeyRing ring, KeyedHash hash) {}

    /** What was wrong with a key. The caller is not told. */
    enum Refusal {
        /** Nobody's: the form, the id or the secret is wrong. */
        UNKNOWN("unknown"),
        EXPIRED("expired"),
        REVOKED("revoked"),
        /** The key is good, but the config no longer has its section, or not in that dialect. */
        NO_SECTION("no-section");

        private final String label;

        Refusal(String label) {
            this.label = label;
        }

        /** Why an authentic key was refused nevertheless. */
        static Refusal of(KeyEntry.State state) {
            return switch (state) {
                case REVOKED -> REVOKED;
                case EXPIRED -> EXPIRED;
                case LIVE -> NO_SECTION;
            };
        }
    }
}
