/**
 * The first half: from a request to a kept promise. {@link dev.weir.ingest.Intake} runs the steps in the one order that
 * is right: read the parameters, find the section by its key, take a token, find the meaning, then the visitor, then journal.
 * A token is taken before the costly steps, and an id is assigned only to an event that has a meaning. From the section on it
 * is one {@link dev.weir.ingest.Admission} a request: all of its events are taken or none is, what came before is known, and
 * where the client waits for content, the vendor or the state is asked before the journal, so that it is noted whether the
 * vendor has heard of the events.
 *
 * <p>Sockets are in {@code beacon}; here is nothing that waits. It never sees the relay: the two halves meet at the
 * journal.
 */
@NullMarked
package dev.weir.ingest;

import org.jspecify.annotations.NullMarked;
