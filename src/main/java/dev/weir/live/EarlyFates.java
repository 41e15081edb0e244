package dev.weir.live;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fates of numbers that no shown request has: the relay may settle an event before the intake has told of it. The oldest make
 * room. Guarded by the log's lock.
 */
final class EarlyFates {

    private final Map<FateKey, Fate> fates = new LinkedHashMap<>();
    private final int max;

    EarlyFates(int max) {
        this.max = max;
    }

    @Nullable
    Fate get(FateKey key) {
        return fates.get(key);
    }

    /** Returns whether another had to make room. */
    boolean put(FateKey key, Fate fate) {
        fates.put(key, fate);
        if (fates.size() <= max) {
            return false;
        }
        fates.remove(fates.keySet().iterator().next());
        return true;
    }

    @Nullable
    Fate take(FateKey key) {
        return fates.remove(key);
    }

    void clear() {
        fates.clear();
    }
}
