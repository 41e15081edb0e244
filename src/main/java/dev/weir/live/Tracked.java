package dev.weir.live;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request in a ring, with what has become of its events. Guarded by the log's lock. */
final class Tracked {

    final SeenRequest request;
    private final Map<FateKey, Fate> fates = new HashMap<>();

    /** The number of the last message about it. */
    long lastNumber;

    Tracked(SeenRequest request) {
        this.request = request;
        this.lastNumber = request.id();
    }

    @Nullable
    Fate fate(FateKey key) {
        return fates.get(key);
    }

    void put(FateKey key, Fate fate) {
        fates.put(key, fate);
    }

    /** What is known of its events now. */
    Map<FateKey, Fate> fates() {
        return Map.copyOf(fates);
    }
}
