/**
 * What the dialects share: strict reading of JSON, forms and query strings, and changing them by splice.
 *
 * <p>Strict, because what two readers read differently is how secrets leak and identities get forged: a key that occurs
 * twice, an overlong UTF-8 sequence, half of a surrogate pair, a comment, bytes after the end. Each is refused, with an
 * error that says what and where, and never repeats the client's own text. Being lenient about the <em>meaning</em> of
 * well-formed input is the dialects' business.
 *
 * <p>Bytes that we pass on are the bytes that came: a member is cut out or put in at its byte offsets, and nothing else is
 * written anew. The splices take input that a reader of this package has accepted.
 */
@NullMarked
package dev.weir.dialect.wire;

import org.jspecify.annotations.NullMarked;
