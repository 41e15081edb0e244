package dev.weir.admin.status;

import dev.weir.event.Section;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the meters do not tell.
 *
 * @param version of the program
 * @param state ready, not-ready or draining
 * @param checks what must hold for events to be welcome, and whether it does
 * @param config where the config is from
 * @param journal bounds of the journal
 * @param sinks in the config's order
 */
public record Facts(
        String version,
        Instant startedAt,
        String state,
        Map<String, Boolean> checks,
        Config config,
        Journal journal,
        List<Sink> sinks,
        List<SectionFacts> sections) {

    /**
     * Where the config is from.
     *
     * @param source a file's name, or {@code embedded}
     * @param refused why a later edit was refused; null if none was
     */
    public record Config(
            String source, Instant loadedAt, @Nullable String refused) {}

    /**
     * Bounds of the journal.
     *
     * @param maxBytes what it may take
     * @param usableBytes what is free on its file system
     */
    public record Journal(long maxBytes, long usableBytes, boolean isFull) {}

    /**
     * A section, and where it stands.
     *
     * @param limit that holds now: the config's, or what an operator set meanwhile
     * @param owed events that are not settled, at the sink that has most of them
     * @param oldestMillis when the oldest of them was accepted, Unix milliseconds; null if none is known
     * @param superseded full-syncs that a later one replaced, since the sinks' relays began
     */
    public record SectionFacts(
            Section section,
            Section.Limit limit,
            long owed,
            @Nullable Long oldestMillis,
            long superseded) {}

    /**
     * A sink.
     *
     * @param type http, kafka or file
     * @param letters dead letters that are kept
     */
    public record Sink(String name, String type, boolean isWell, boolean isPaused, boolean isHolding, long letters) {}
}
