package dev.weir.state;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map in the order of the last change, bounded in count, memory and age; what was changed longest ago goes first. A value
 * is changed only while it is not in the map. Confined to one thread, but for {@link #size}.
 */
final class OldestFirst<K, V extends OldestFirst.Value> {

    /** What an entry takes beside its value and the characters of its key: node, table, string. */
    private static final int ENTRY_BYTES = 128;
    /** A few, so that all that is too old goes in time, and a clock that jumps cannot take everything at once. */
    private static final int AGED_AT_ONCE = 2;

    private final LinkedHashMap<K, V> entries = new LinkedHashMap<>();
    private final int maxCount;
    private final long maxBytes;
    private final long maxAgeMillis;
    private final StateMetrics.Evictions evictions;
    private long bytes;
    private volatile int size;

    OldestFirst(int maxCount, long maxBytes, long maxAgeMillis, StateMetrics.Evictions evictions) {
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
        this.maxAgeMillis = maxAgeMillis;
        this.evictions = evictions;
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    /** Takes it out. */
    @Nullable
    V take(K key) {
        V value = entries.remove(key);
        if (value != null) {
            bytes -= ENTRY_BYTES + value.bytes();
            size = entries.size();
        }
        return value;
    }

    /** Puts other values in the place of those there are; null takes one out. The order stays. */
    void replaceAll(BiFunction<K, V, @Nullable V> replacement) {
        for (Iterator<Map.Entry<K, V>> all = entries.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<K, V> entry = all.next();
            V old = entry.getValue();
            V fresh = replacement.apply(entry.getKey(), old);
            if (fresh == null) {
                bytes -= ENTRY_BYTES + old.bytes();
                all.remove();
            } else if (fresh != old) {
                bytes += fresh.bytes() - old.bytes();
                entry.setValue(fresh);
            }
        }
        size = entries.size();
    }

    /** Puts it in as the newest, and makes room. */
    void put(K key, V value) {
        take(key);
        entries.put(key, value);
        bytes += ENTRY_BYTES + value.bytes();
        while (entries.size() > 1 && (entries.size() > maxCount || bytes > maxBytes)) {
            takeOldest();
            evictions.onFull(1);
        }
        for (int i = 0; i < AGED_AT_ONCE && isOldestAged(value.changedMillis()); i++) {
            takeOldest();
            evictions.onAged(1);
        }
        size = entries.size();
    }

    boolean isAged(V value, long nowMillis) {
        return nowMillis - value.changedMillis() >= maxAgeMillis;
    }

    /** Safe for any thread. */
    int size() {
        return size;
    }

    /** Everything at this moment, oldest first: copies references alone. */
    Copy<K, V> copy() {
        return new Copy<>(new ArrayList<>(entries.keySet()), new ArrayList<>(entries.values()));
    }

    private boolean isOldestAged(long nowMillis) {
        return isAged(entries.values().iterator().next(), nowMillis);
    }

    private void takeOldest() {
        Iterator<Map.Entry<K, V>> oldest = entries.entrySet().iterator();
        bytes -= ENTRY_BYTES + oldest.next().getValue().bytes();
        oldest.remove();
    }

    /** Something that was changed at a time, and takes memory. */
    interface Value {
        long changedMillis();

        /** Roughly; the same for as long as it is in the map. */
        int bytes();
    }

    /** Keys and values, in one order. */
    record Copy<K, V>(List<K> keys, List<V> values) {}
}
