package dev.weir.ingest.key;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that is revoked on one node is refused on all. Each tells the store what it knows and the store does not, whoever revoked
 * it, so that a store that has lost everything has it back as long as one node knows. What was heard of once stays known here,
 * with or without the store, until the key would have expired. No request ever waits for any of it.
 *
 * <p>Confined to one thread, but for the meters.
 */
public final class SharedRevocations {

    /** Ten times the keys that a node may have: nodes have the same ones, mostly. The store holds no more either. */
    public static final int MAX_KNOWN = 10 * KeyRing.MAX_KEYS;

    /** The rest waits for the next round. */
    public static final int MOST_AT_ONCE = 500;

    private final ApiKeys keys;
    private final RevocationStore store;
    private final InstantSource clock;
    private final Map<String, Instant> known = new HashMap<>();
    private Set<String> stored = Set.of();
    private String version = "";
    private boolean isAsking;
    private volatile int knownCount;
    private volatile int untoldCount;

    /** @param clock by which keys expire */
    public SharedRevocations(ApiKeys keys, RevocationStore store, InstantSource clock, MeterRegistry meters) {
        this.keys = keys;
        this.store = store;
        this.clock = clock;
        Gauge.builder("weir.keys.revoked", () -> knownCount)
                .description("API keys that are revoked, on whichever node, and would not have expired")
                .register(meters);
        Gauge.builder("weir.keys.revoked.untold", () -> untoldCount)
                .description("Those of them that other nodes cannot know of")
                .register(meters);
    }

    /** Tells and asks. To be called a few times a second; one that is not answered yet is waited for. */
    public void round() {
        Instant now = clock.instant();
        known.values().removeIf(until -> !now.isBefore(until));
        keys.revocations(now).forEach(this::know);
        List<Revocation> untold = untold();
        publish();
        if (!isAsking) {
            isAsking = true;
            store.exchange(version, untold, this::onTold);
        }
    }

    private List<Revocation> untold() {
        List<Revocation> untold = new ArrayList<>();
        int count = 0;
        for (Map.Entry<String, Instant> each : known.entrySet()) {
            if (!stored.contains(each.getKey())) {
                count++;
                if (untold.size() < MOST_AT_ONCE) {
                    untold.add(new Revocation(each.getKey(), each.getValue()));
                }
            }
        }
        untoldCount = count;
        return untold;
    }

    private void onTold(RevocationStore.@Nullable Told told) {
        isAsking = false;
        if (told == null || told.all() == null) {
            return;
        }
        version = told.version();
        Set<String> ids = new HashSet<>();
        for (Revocation each : told.all()) {
            ids.add(each.id());
            know(each);
        }
        stored = ids;
        untold();
        publish();
    }

    private void know(Revocation revoked) {
        if (known.size() < MAX_KNOWN || known.containsKey(revoked.id())) {
            known.merge(revoked.id(), revoked.until(), (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    private void publish() {
        knownCount = known.size();
        keys.refuse(known.keySet());
    }
}
