/**
 * As fast as the vendor allows, and no faster: a token bucket for each section, whose rate the vendor's own answers lower and
 * raise; turns, so that sections which share an upstream share it fairly; a limit of calls in flight that adapts to what the
 * upstream can take; a breaker that leaves it alone while it answers nothing. All of it is pure: time is passed in. Where
 * several nodes deliver to the vendor, they share the bucket ({@link dev.weir.lease}).
 */
@NullMarked
package dev.weir.relay.pace;

import org.jspecify.annotations.NullMarked;
