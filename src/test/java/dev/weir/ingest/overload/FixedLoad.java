package dev.weir.ingest.overload;

import dev.weir.journal.JournalLoad;

/** As a test has it. */
record FixedLoad(long delayNanos, boolean isCrowded) implements JournalLoad {}
