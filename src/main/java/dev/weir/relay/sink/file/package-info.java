/**
 * Events as files of NDJSON: one event a line, in the order of the journal, readable by anything. The file being written
 * ends in {@code .ndjson}; a full or old one is closed, and compressed to {@code .ndjson.gz} by a thread of its own, because that
 * takes seconds, for which the relay cannot wait.
 *
 * <p>Deliveries are collected until the relay has no more, written at once, forced to disk once, and only then completed:
 * so a completed event is on disk, and the cost of an fsync is shared. A crash between the fsync and the saving of the
 * cursor brings events again that the files already hold; the sink reads the tail of its files when it resumes, and takes
 * those as delivered without writing them twice.
 */
@NullMarked
package dev.weir.relay.sink.file;

import org.jspecify.annotations.NullMarked;
