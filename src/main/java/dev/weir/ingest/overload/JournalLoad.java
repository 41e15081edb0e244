package dev.weir.ingest.overload;

/** How the journal keeps up with what it is given. Safe for many threads, and cheap. */
@FunctionalInterface
public interface JournalLoad {

    /** How far it is behind, in nanoseconds. */
    long delayNanos();

    /** Whether more waits for it than usually does. */
    default boolean isCrowded() {
        return false;
    }
}
