/**
 * Events to Kafka: one record an event, keyed by device id, so that the events of a device stand in one partition in their
 * order. The value is the line that the file sink writes; the headers {@code section}, {@code dialect}, {@code type},
 * {@code sequence} (the number in the journal, as text) and {@code idempotency-key} say of it what a consumer sorts by, and
 * {@code traceparent} (W3C Trace Context) which trace it is of, if of any; the record's time is when the event was accepted.
 *
 * <p>The producer is idempotent and waits for all replicas that are in sync: an acknowledged record is there, and what the
 * producer itself sends again is there once. What the relay sends again (after a crash, after the producer's deadline, after a
 * producer was replaced) may be there twice, with the same idempotency key; no more than were in flight or not yet in the
 * cursor. Only one event of a device is under way at a time, so none overtakes another in a retry; a repetition may stand
 * behind later ones, but the first arrivals are in order.
 *
 * <p>{@code send} of the producer blocks while it does not know a topic, and while its memory is full; opening one blocks while
 * names are resolved. That is why it has a thread of its own, {@link dev.weir.relay.sink.kafka.ProducerLoop}, fed by a queue that
 * holds what the relay may have in flight. One topic that is not there must not slow the others: it is looked for briefly,
 * and then left alone for a while ({@link dev.weir.relay.sink.kafka.AbsentTopics}).
 *
 * <p>What is the event's own fault (too large, not what the broker takes for a record) is refused, and becomes a dead letter.
 * Everything else (an unknown topic, missing rights, too few replicas, a timeout) is the cluster's or its operator's, passes,
 * and is tried again. A producer that can never work again, fenced or with wrong credentials, is replaced by a fresh one.
 */
@NullMarked
package dev.weir.relay.sink.kafka;

import org.jspecify.annotations.NullMarked;
