package dev.weir.ingest.origin;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The origins of every section, and of all of them together: for answers to who has not said whose he is. Immutable. */
public final class OriginTable {

    private static final Origins NONE = Origins.of(List.of());

    private final Map<String, Origins> bySection = new HashMap<>();
    private final Origins all;

    public OriginTable(Sections sections) {
        List<String> texts = new ArrayList<>();
        // Of ten thousand sections most list the same: then they are in the processor's cache.
        Map<List<String>, Origins> alike = new HashMap<>();
        for (Section section : sections.all()) {
            texts.addAll(section.web().origins());
            bySection.put(section.name(), alike.computeIfAbsent(section.web().origins(), Origins::of));
        }
        all = Origins.of(texts);
    }

    public Origins of(Section section) {
        return bySection.getOrDefault(section.name(), NONE);
    }

    /** Whether a page of this origin may read this section's answers. */
    public boolean allows(Section section, String origin) {
        return of(section).allow(origin);
    }

    /** Whether a page of this origin may not send to this section: it lists those that may. */
    public boolean refuses(Section section, String origin) {
        Origins origins = of(section);
        return !origins.isEmpty() && !origins.allow(origin);
    }

    /** Whether a page of this origin may read the answers of any section at all. */
    public boolean isAllowedSomewhere(String origin) {
        return all.allow(origin);
    }
}
