/**
 * What was given up: kept with the original, the reason and the time, so that a person can look at it, and it can be sent
 * again. A dead letter is on disk before the sink's cursor passes its event, so at every moment an event is owed, settled,
 * or here.
 *
 * <p>{@link dev.weir.relay.deadletter.DeadLetterFile} keeps one NDJSON file for each sink. After a crash the events since
 * the saved cursor are tried again, and those refused again are written again: a reader goes by {@code seq}.
 *
 * <p>A line holds {@code seq}, {@code last_seq} (for a range of journal entries that could not be read), {@code time} (when
 * it was given up), {@code reason} (a {@link dev.weir.relay.deadletter.DeadLetter.Reason}), {@code status} and {@code
 * detail} (the destination's), and {@code line}: the event as {@link dev.weir.relay.sink.EventJson} writes it.
 */
@NullMarked
package dev.weir.relay.deadletter;

import org.jspecify.annotations.NullMarked;
