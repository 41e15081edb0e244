package dev.weir.relay.pace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One pace for a section at a sink, however many relays deliver to it: the vendor counts all of them together. Safe for many threads. */
public final class SharedPaces implements PaceSource {

    private final PaceSource source;
    private final Map<Key, SectionPace> paces = new ConcurrentHashMap<>();

    /** @param source is asked for each section at a sink once */
    public SharedPaces(PaceSource source) {
        this.source = source;
    }

    @Override
    public SectionPace of(String sink, String section, PaceOptions options) {
        SectionPace pace = paces.computeIfAbsent(new Key(sink, section), key -> source.of(sink, section, options));
        boolean unused = pace.retune(options);
        return pace;
    }

    private record Key(String sink, String section) {}
}
