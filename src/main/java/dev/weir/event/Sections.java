package dev.weir.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every configured section, by its name. Immutable. */
public final class Sections {

    private final List<Section> all;
    private final Map<String, Section> byName = new HashMap<>();

    private Sections(Collection<Section> sections) {
        all = List.copyOf(sections);
        Map<String, Section> byKey = new HashMap<>();
        for (Section section : all) {
            if (byName.put(section.name(), section) != null) {
                throw new IllegalArgumentException(
                        "sections: " + section.name() + " (expected: a name that no other section has)");
            }
            section.keys().forEach((dialect, keys) -> keys.forEach(key -> claim(byKey, dialect, key, section)));
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

    private static void claim(Map<String, Section> byKey, String dialect, Section.Key key, Section section) {
        Section other = byKey.putIfAbsent(dialect + "\n" + key.id(), section);
        if (other != null) {
            throw new IllegalArgumentException("sections." + section.name() + "." + dialect + ": " + key.id()
                    + " (expected: a key that is not also in section " + other.name() + ")");
        }
    }
}
