/**
 * The port to every destination, and the one JSON form of an event.
 *
 * <p>A {@link dev.weir.relay.sink.Sink} takes deliveries and decides nothing: whether to try again, when, and what to give
 * up is the relay's. It says how each attempt ended as an {@link dev.weir.relay.sink.Outcome}, and in which order it must
 * be fed. That is enough for a file, which takes many events and completes them together after one fsync, and for HTTP,
 * where each completes by itself, later, in any order.
 *
 * <p>{@link dev.weir.relay.sink.EventJson} writes an event as one JSON object on one line; absent values are left out:
 *
 * <table>
 * <caption>fields of a line</caption>
 * <tr><td>seq</td><td>number in the journal, from 1, without gaps</td></tr>
 * <tr><td>time</td><td>when it was accepted, RFC 3339 in UTC with milliseconds</td></tr>
 * <tr><td>dialect, section, type</td><td>whose wire API, whose property, what kind of event</td></tr>
 * <tr><td>did, sid</td><td>device id and session id by our account</td></tr>
 * <tr><td>client_sid</td><td>the session id that the client sent, where it differs</td></tr>
 * <tr><td>authenticated</td><td>true where the client presented the section's secret</td></tr>
 * <tr><td>event</td><td>what it means: the fields of its type, and {@code context}</td></tr>
 * <tr><td>undecodable</td><td>in place of event: why this version cannot read it</td></tr>
 * <tr><td>client</td><td>address, user_agent, referrer</td></tr>
 * <tr><td>request_id, traceparent</td><td>what others call the request that brought it: X-Request-Id, and the trace (W3C)</td></tr>
 * <tr><td>raw</td><td>method, path, query, body_kind (json or form), and body: the text as sent, without secrets; or
 *     body_base64, where it is no valid UTF-8</td></tr>
 * </table>
 *
 * <p>The fields of {@code event} by type: item (view); category_id (category); query, results (search); list, items
 * (cart and wish list, added, removed or synced); order_id, total, items, details (purchase); name, category, label, value,
 * time_ms, properties (custom); clicked, details (promotion); stage, code, message_type (message); action, story_id,
 * slide_id, code (story); popup_id (popup); platform, token, provider (push-token); properties (profile). An item has id,
 * quantity, price, line_id. A context has stream, segment, referrer, source (from, code), recommended_by,
 * recommended_code, identifiers.
 */
@NullMarked
package dev.weir.relay.sink;

import org.jspecify.annotations.NullMarked;
