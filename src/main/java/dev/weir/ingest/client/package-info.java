/**
 * Who is at the other end when proxies stand between. Pure: it sees addresses and header lines, and no sockets.
 *
 * <p>A header says what its sender likes, so it is believed only from a peer that the operator trusts, and is read from its
 * right end: what the nearest proxy wrote stands there, and nothing that a client sends can move it. The walk goes on for as
 * long as the address found is a trusted proxy's own, and ends at the first that is not.
 */
@NullMarked
package dev.weir.ingest.client;

import org.jspecify.annotations.NullMarked;
