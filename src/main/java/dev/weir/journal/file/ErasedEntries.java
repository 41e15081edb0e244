package dev.weir.journal.file;

/**
 * What was erased of a journal.
 *
 * @param events in whose place a tombstone stands now
 * @param gaps places between records that named the person, and are zeros now
 * @param quarantined files of the quarantine that named the person, and were deleted
 */
public record ErasedEntries(long events, long gaps, int quarantined) {}
