/**
 * The first half: from a request to a kept promise. {@link dev.weir.ingest.Intake} runs the steps in the one order that
 * is right: read the parameters, find the section, take a token, find the meaning, then the visitor, then journal. A
 * token is taken before the costly steps, and an id is assigned only to an event that has a meaning.
 *
 * <p>Sockets are in {@code beacon}; here is nothing that waits. It never sees the relay: the two halves meet at the
 * journal.
 */
@NullMarked
package dev.weir.ingest;

import org.jspecify.annotations.NullMarked;
