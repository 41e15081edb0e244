package dev.weir.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every configured section, by its name and by the keys that clients present. Immutable. */
public final class Sections {

    private final List<Section> all;
    private final Map<String, Section> byName = new HashMap<>();
    private final Map<String, Map<String, Keyed>> byKey = new HashMap<>();

    private Sections(Collection<Section> sections) {
        all = List.copyOf(sections);
        for (Section section : all) {
            if (byName.put(section.name(), section) != null) {
                throw new IllegalArgumentException(
                        "sections: " + section.name() + " (expected: a name that no other section has)");
            }
            section.keys().forEach((dialect, keys) -> keys.forEach(key -> add(dialect, key, section)));
        }
    }

    /**
     * All of these.
     *
     * @throws IllegalArgumentException if two sections share a name, or a key within one dialect
     */
    public static Sections of(Collection<Section> sections) {
        return new Sections(sections);
    }

    public List<Section> all() {
        return all;
    }

    public @Nullable Section byName(String name) {
        return byName.get(name);
    }

    /** The section that a key belongs to, with the key, or null if nobody has it. */
    public @Nullable Keyed byKey(String dialect, String keyId) {
        Map<String, Keyed> keys = byKey.get(dialect);
        return keys == null ? null : keys.get(keyId);
    }

    private void add(String dialect, Section.Key key, Section section) {
        Keyed other = byKey.computeIfAbsent(dialect, unused -> new HashMap<>())
                .putIfAbsent(key.id(), new Keyed(section, key));
        if (other != null) {
            throw new IllegalArgumentException("sections." + section.name() + "." + dialect + ": " + key.id()
                    + " (expected: a key that is not also in section "
                    + other.section().name() + ")");
        }
    }

    /** A section and the one of its keys that was presented. */
    public record Keyed(Section section, Section.Key key) {}
}
