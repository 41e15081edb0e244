/**
 * Whose a request is: from what it shows, to a section.
 *
 * <p>{@link dev.weir.ingest.key.CredentialCheck} is the one door. Keys of the vendors' making are in the config; beside them
 * are API keys of Weir's own, for servers that are to have a key that can be listed, expires, and is revoked alone.
 *
 * <p>A key of Weir's own is {@code wk_}, 12 characters of public id, {@code _}, 43 of secret and 6 of checksum, the last three
 * in letters and digits only: a double click selects it whole, and it passes through headers, shells and YAML without
 * quotes. The id is there to be looked up, listed and written into a log; it is worth nothing alone. The secret is 256 bits
 * from the machine's own randomness, so that one fast keyed hash guards it: slow hashes are for what people think up. The
 * checksum and the prefix are for others: a scanner of leaked keys finds one without asking anybody, and what was mistyped
 * or cut off is known at once. It keeps no secret, and proves nothing.
 *
 * <p>Kept is HMAC-SHA-256 of the key, under a secret that stands in another file: who copies the list alone cannot even
 * test a guess. Every key of the right form costs one hash and one comparison in constant time, whether or not the id
 * exists. What was wrong with a key is told to the operator by a counter, and to the caller never.
 *
 * <p>Here is neither file nor clock: {@code server} reads the list again when it changes, and puts it in place of the last
 * one at once. Where there are other nodes, {@link dev.weir.ingest.key.SharedRevocations} hears what they revoke. They tell ids
 * and times alone: to have a key refused takes no secret, and to have one accepted is not shared.
 */
@NullMarked
package dev.weir.ingest.key;

import org.jspecify.annotations.NullMarked;
