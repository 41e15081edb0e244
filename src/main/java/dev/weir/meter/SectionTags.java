package dev.weir.meter;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which sections have meters of their own, so that a thousand of them do not make as many series of each: the first by name
 * of those that are known at the start, and of those that are added later the first to be seen. The rest share one tag. A
 * name that has its meters keeps them. Safe for many threads.
 */
public final class SectionTags {

    /** How many sections have their own. */
    public static final int MAX_SECTIONS = 200;

    /** The tag of the rest. */
    public static final String OTHER = "other";

    private final int max;
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    /** Nobody is known yet. */
    public SectionTags() {
        this(MAX_SECTIONS);
    }

    SectionTags(int max) {
        this.max = max;
    }

    /**
     * Gives the first by name their own.
     *
     * @param sections those that are configured at the start
     */
    public static SectionTags of(Collection<String> sections) {
        SectionTags tags = new SectionTags();
        new TreeSet<>(sections).forEach(tags::of);
        return tags;
    }

    /** The tag of a section's meters: its name, or {@link #OTHER}. */
    public String of(String section) {
        // Fast path: it has its own, or there is no more room.
        if (own.contains(section)) {
            return section;
        }
        return own.size() < max && tryAdd(section) ? section : OTHER;
    }

    private synchronized boolean tryAdd(String section) {
        return own.contains(section) || (own.size() < max && own.add(section));
    }
}
