/**
 * PersonaClick (REES46): {@code shop_id}, {@code did}, {@code sid} alias {@code seance}.
 *
 * <p>The vendor's two documents (<a href="https://api.personaclick.com">its API reference</a> and its page on user activity
 * tracking) disagree with each other and with the vendor's own SDKs, so this dialect takes all of them: parameters from
 * query, form and JSON together, the body before the query; numbers and truth values as text; three forms of {@code
 * source}. Comments say "API reference", "tracking page" and "SDK" for which of them is meant.
 *
 * <p>A request is read in one pass into {@link dev.weir.dialect.personaclick.Parameters}, by the {@link
 * dev.weir.dialect.personaclick.Endpoint}'s table of names; whatever has no place there is skipped, and stays in the
 * beacon. If a secret turns up, it is cut out and the rest is read anew, so that an event is always made of the very bytes
 * that the journal keeps, and decodes to the same.
 *
 * <p>Each kind of call is a {@link dev.weir.dialect.personaclick.PersonaClickCall} of its own: an event, a cart to be
 * emptied, a question about a cart or a product, which this server answers, and all the rest of the API reference, which a
 * {@link dev.weir.dialect.personaclick.Passage} takes to the vendor as it came.
 */
@NullMarked
package dev.weir.dialect.personaclick;

import org.jspecify.annotations.NullMarked;
