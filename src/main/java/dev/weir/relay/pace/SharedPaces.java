package dev.weir.relay.pace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One pace for a section at a sink, however many relays deliver to it: the vendor counts all of them together. Safe for many threads. */
public final class SharedPaces implements PaceSource {

    private final LongSupplier nanoTime;
    private final Map<Key, SectionPace> paces = new ConcurrentHashMap<>();

    /** @param nanoTime measures, and never goes back */
    public SharedPaces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public SectionPace of(String sink, String section, PaceOptions options) {
        SectionPace pace = paces.computeIfAbsent(new Key(sink, section), key -> new SectionPace(options, nanoTime));
        boolean unused = pace.retune(options);
        return pace;
    }

    private record Key(String sink, String section) {}
}
