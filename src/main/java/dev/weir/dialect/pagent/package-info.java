/**
 * pagent: conversions that a shop's server reports, by its document "Server-Side Conversions". No public client exists, so
 * the document is the contract; its own samples are run against a server in a test.
 *
 * <p>The key is all that says whose a request is, and it stands in the head. So the body is not looked at before the key
 * has been found to be right: a stranger costs no parsing, and is told of the key and of nothing else.
 *
 * <p>The visitor is the event's: {@code user_id} is the device, {@code session_id} the client's session, and one request
 * may hold events of a hundred visitors. Both are the vendor's own ids, and required by it; so the vendor gets them as they
 * came, and none of ours. An id that is no id ({@code "undefined"}, a text too long) is refused by neither: the
 * conversion is kept, of no known device.
 *
 * <p>What the document leaves open is decided here. Revenue is written with digits alone: {@code 2499.0} and {@code 2e3}
 * are how other languages write decimals, so they are refused like 9.99, and so is a negative one. {@code time} is a
 * "number" there and not an "integer", and some languages' clocks give fractions of a millisecond: those are cut off. The
 * members of {@code properties} become the event's properties, those of an array as {@code 0.name}, {@code 1.name}. {@code
 * visit_id} and whatever else {@code _pgnt.variables()} returns stay in the beacon. An {@code event_id} beside them is our
 * own addition, so that a repeated event can be known.
 */
@NullMarked
package dev.weir.dialect.pagent;

import org.jspecify.annotations.NullMarked;
