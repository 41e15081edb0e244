/**
 * The model: what a visitor did, who the visitor is, and whose customer property it happened on. Everything else in
 * Weir speaks in these types; they import the JDK alone, hold no vendor's spelling, and are immutable.
 *
 * <p>A {@link dev.weir.event.Beacon} is the request as it was sent, without its secrets. A {@link
 * dev.weir.event.Envelope} is what the journal keeps of it: the beacon, with who sent it and what it turned out to be. An
 * {@link dev.weir.event.Event} is its meaning, decoded by the dialect whenever it is needed.
 */
@NullMarked
package dev.weir.event;

import org.jspecify.annotations.NullMarked;
