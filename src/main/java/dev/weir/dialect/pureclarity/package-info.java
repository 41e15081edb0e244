/**
 * PureClarity: {@code appId}, {@code visitorId}, {@code sessionId}. One path, {@code POST /api/serverside}, called by the
 * shop's server for the visitor whose page it is about to write, and often answered with the content of that page's zones.
 *
 * <p>What is read is the vendor's page "Server-side" ("the document") and what the vendor's own module for Magento 2 sends
 * ("the module"), which differ: an empty PHP array where an object is meant, a basket that is a bare array, orders with
 * numbered keys. The names that the vendor's script uses in browsers ({@code order}, {@code product_rate}, ...) are taken as
 * well.
 *
 * <p>A request carries several events. It is read once for what it says as a whole ({@link
 * dev.weir.dialect.pureclarity.Body}), the secret is cut out, and then each event is made of its own bytes. What the journal
 * keeps of an event is the request as sent, with that event alone and with no zones asked for, so that it decodes to the same
 * and nobody counts as shown what was never shown.
 */
@NullMarked
package dev.weir.dialect.pureclarity;

import org.jspecify.annotations.NullMarked;
