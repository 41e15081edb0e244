/**
 * Events to a vendor's server over HTTP/2, or HTTP/1.1 where it speaks nothing else: the request that the dialect makes of
 * the journalled beacon, with an idempotency key, and the visitor's own address and user agent.
 *
 * <p>What an answer means: 2xx is delivered. 307, 308, 408, 421, 425 and 429 say that the request was turned away, so trying
 * again is safe. Every other 4xx is a refusal. Whatever remains (1xx, 3xx, 5xx) leaves it open, and the event is tried again:
 * an upstream that begins to redirect must not turn a whole stream into dead letters. Redirects are not followed, for the
 * section's key would go wherever they point. Any {@code Retry-After} is the shortest wait.
 *
 * <p>Without a whole answer it depends on what is certain: no connection, a stream that was refused, a GOAWAY that excludes the
 * stream: the request was not processed; a timeout, a reset, a close: unknown.
 *
 * <p>Answers are read to a bound. Of a refusal the beginning is kept for the dead letter, without the shop's secrets
 * ({@link dev.weir.relay.sink.http.AnswerText}). Of a 2xx nothing is kept, unless the dialect's vendor may refuse in its body.
 *
 * <p>Where a vendor has a form for several events, a request may carry as many as come together. Its {@code Idempotency-Key} is
 * then made of the events' own, and stays the same for as long as they do; {@code Weir-Event-Keys} lists these, because events
 * that are tried again may come together with others. The list takes 4,096 characters at most, and no more events are put
 * into a request than it has room for.
 */
@NullMarked
package dev.weir.relay.sink.http;

import org.jspecify.annotations.NullMarked;
