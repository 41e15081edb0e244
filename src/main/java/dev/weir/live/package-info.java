/**
 * The live log: every request and its answer as they happen, and then what becomes of its events at each sink. Ingest writes
 * requests, the relay writes fates, and the private port reads both; here is what lies between, without sockets.
 *
 * <p>While nobody looks there is no log: {@link dev.weir.live.LiveLog#isWatched()} is one read of a field, and whoever would
 * write asks it first. From the first watcher on, the newest requests of each section are kept in a ring, until the last
 * watcher has been gone for a minute, so that one that comes back ({@code Last-Event-ID}) sees what it missed. Everything is
 * bounded ({@link dev.weir.live.LiveBounds}), and what falls out is told and counted: above a number of requests a second a
 * section shows a part of them, and a watcher that is slower than the log loses some.
 *
 * <p>What may be shown is listed field by field in {@link dev.weir.live.SeenEvent}; everything else is never looked at: no
 * header, query, body, e-mail, phone, name, address, user agent or search phrase. Ids that clients choose are shown where they
 * look like ids ({@link dev.weir.live.PlainId}). Requests for the script, the demo and {@code /health} are no calls of the API,
 * and left out, unless they are refused.
 *
 * <h2>The stream</h2>
 *
 * {@code GET /api/live} on the private port answers {@code text/event-stream} (the HTML standard, 9.2). Filters, each at most
 * once: {@code section} (a name, or {@code none} for requests that found none), {@code dialect} (a label, or {@code none}),
 * {@code type} (of an event), {@code outcome} ({@code accepted}, {@code duplicate}, {@code rejected}, {@code answered}, or a
 * class of status such as {@code 4xx}), {@code device}. A request that matches all of them is shown whole. {@code
 * Last-Event-ID}, or {@code after} in the query, asks for what is kept from after that id on; {@code 0} for all that is kept.
 *
 * <ul>
 *   <li>{@code request}: {@code {"id":…,"time":"2026-01-31T12:00:00.123Z","section":"shop","dialect":"personaclick",
 *       "method":"POST","path":"/push","status":200,"outcome":"accepted","reason":…,"promise":"fsync","device":…,"session":…,
 *       "client":"203.0.113.0/24","bytes":123,"micros":456,"events":[…],"eventsLeftOut":…}}. An event is {@code
 *       {"type":"view","verdict":"accepted","seq":7,"device":…,"session":…,"items":[{"id":…,"quantity":…,"price":…}],
 *       "itemsLeftOut":…,"order":…,"category":…,"goal":…,"amount":…,"fates":{"files":{"fate":"pending"}}}}; its verdict is
 *       that of the {@code Weir-Verdicts} header. What is not known is left out; an id that does not look like one is {@code
 *       "*"}. A request that is sent again under the same {@code id}, to a watcher that came back, replaces what was known.
 *   <li>{@code fate}: {@code {"request":…,"seq":7,"sink":"vendor","fate":"delivered","time":…}}. Fates are {@code pending} (with
 *       {@code failures} and the last one's {@code reason}), {@code delivered}, {@code superseded} (with {@code by}, the number
 *       of the event that was delivered in its place), {@code dead-lettered} (with {@code reason}, perhaps {@code status} and
 *       {@code detail}), {@code skipped} and {@code not-routed}. A later one replaces an earlier one: a dead letter may be
 *       delivered after all.
 *   <li>{@code sampled}: {@code {"section":"shop","leftOut":1234}}: so many requests of that section, whatever the other filters
 *       say, were not shown within the last second.
 *   <li>{@code missed}: {@code {"leftOut":12}}: so many of these messages came faster than this watcher read.
 * </ul>
 */
@NullMarked
package dev.weir.live;

import org.jspecify.annotations.NullMarked;
