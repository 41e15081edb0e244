/**
 * The durable meeting point of the two halves: what is accepted and owed, append-only, with the position of each sink.
 * Ingest appends and waits for the promise; relay reads from a cursor, and owns everything after. The port is here; the
 * embedded default is {@link dev.weir.journal.file}.
 */
@NullMarked
package dev.weir.journal;

import org.jspecify.annotations.NullMarked;
