/**
 * The second half: starts from the journal, and owns everything after it.
 *
 * <p>One thread a sink, which alone owns that sink's state, so that no destination can slow another, and nothing needs a
 * lock. {@link dev.weir.relay.SinkRelay} runs its rounds: completions in; {@link dev.weir.relay.JournalFeed} reads on at the
 * frontier, and {@link dev.weir.relay.CatchUp} below it for the sections that are behind; {@link dev.weir.relay.Routing} says what
 * is this sink's to deliver, {@link dev.weir.relay.WindowGate} what it means for full-syncs, whose order and pace it goes by, and
 * which may share a call; the {@link dev.weir.relay.DeliveryWindow} holds back, replaces and says what may go now, by {@link
 * dev.weir.relay.Turns}; {@link dev.weir.relay.CallPermits} says whether a call may go at all; the sink takes it; {@link
 * dev.weir.relay.Accounts} keeps the books, and {@link dev.weir.relay.CursorKeeper} saves how far they have come.
 *
 * <p>An operator, or a changed config, steers a sink while it works: {@link dev.weir.relay.Steering} holds what is wanted and outlives
 * faults, the sink's thread looks at it once a round. Paused, it makes no new calls and goes on reading as far as it has room. {@link
 * dev.weir.relay.Tuning} brings other paces, windows and sections to the queues that there are: nothing that is owed is touched. {@link
 * dev.weir.relay.RangeFeed} sends a range of the journal again, outside the books, which have passed it. What was read of a section
 * before it was removed is delivered; what is read afterwards is a dead letter, and can be replayed when the section is back.
 *
 * <p>Order holds per section and device: one call of a device is in flight at a time, and the events behind it wait. A device
 * whose event is being tried again holds back itself alone, until the bound of events read ahead is reached; then it holds
 * back its section, and the others go on without that one. What it missed is read once more, from the journal, as it gets room.
 * That is why a cursor has a position for each section that is behind: with one for all, whatever the others had got meanwhile
 * would come again after a crash.
 *
 * <p>Nothing is lost, because the books pass an event only when it is delivered, superseded, kept as a dead letter, skipped for want
 * of disk space, or not the sink's at all; and they add up to the frontier. A full-sync counts as superseded when the one that
 * replaced it is delivered, and not before: if that one is refused, the earlier one is sent. Something may arrive twice: after a
 * crash, what was delivered and its section's books had not passed, with the same idempotency key. There is one way to recover,
 * and it is starting at the saved cursor: a fault inside takes it too.
 */
@NullMarked
package dev.weir.relay;

import org.jspecify.annotations.NullMarked;
