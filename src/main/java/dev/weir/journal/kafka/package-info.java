/**
 * The journal of many machines: a topic of Kafka. Its two halves are apart. {@link dev.weir.journal.kafka.KafkaJournal} appends, and
 * acknowledges what as many replicas have as the topic's {@code min.insync.replicas} asks for; {@link
 * dev.weir.journal.kafka.GroupMember} reads the partitions that the group of relays gives it, each a {@link
 * dev.weir.journal.kafka.PartitionJournal}, whose sinks have a relay of their own.
 *
 * <p>A record is an event, or a whole batch, so that a batch is kept or not as one; its key is the section and the device of the first
 * event. So each device's events stand in one partition, in order; but for a batch of several devices', which stands where its
 * first device's do.
 *
 * <p>Relays count: cursors and books go by numbers without gaps, and offsets have gaps, and batches. So a partition's events are
 * numbered from 1 by who reads them, and the number of the record at the committed offset is committed with it, beside the sinks'
 * cursors. Whoever has the partition next counts on from there, and gives each event the number that it had: its idempotency key is
 * made of the topic, the partition, that number and the record's time, and is the same whoever delivers it. What the topic's retention
 * has deleted while it was owed is numbered too, by its offsets, and becomes dead letters, loudly.
 *
 * <p>A commit is fenced by the group: who has lost a partition cannot move its cursors any more. When a partition is to be given
 * back, its sinks end their calls and save, and only then it goes; that is what keeps order. Nothing is noted between commits, so a
 * relay that is killed has delivered again what it settled in its last {@code save-within}.
 *
 * <p><b>The spill.</b> Where a journal in files stands in front, {@link dev.weir.journal.kafka.SpillingSender} decides of each event where
 * it goes, by {@link dev.weir.journal.kafka.SpillState}. One thread decides, for the order of a device's events rests on it: whatever stands
 * in the spill is in the topic before anything that was decided later is sent. So events go on into the spill while it is drained; they
 * would never stop coming, so for the last few they wait in the hand-over.
 *
 * <p>What the producer has not told of when it is given up is unknown: it is spilled too, and may be in the topic twice. That both are
 * in order by first arrival needs that of what a producer was given, the topic has the first part and no more; but one that lets an
 * event expire goes on with the next. So nothing expires there, and the first failure closes it, on its own thread, before it sends
 * another ({@link dev.weir.journal.kafka.OpenProducer}).
 *
 * <p>That both are one event is known by a name in the envelope, since their places in the topic differ, and the spill must know it
 * too. Headers of records would not do: what the spill keeps is envelopes. Without a spill there are no names, and nothing changes.
 *
 * <p>Carts, counts, repetitions and sessions are built from what this process itself accepted, since that is what its callers ask it
 * about when a balancer keeps a visitor on one node; {@link dev.weir.journal.kafka.AcceptedTail} brings it to the state. What was
 * accepted after the last snapshot is missing there after a crash.
 */
@NullMarked
package dev.weir.journal.kafka;

import org.jspecify.annotations.NullMarked;
