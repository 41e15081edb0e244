/**
 * The second half: starts from the journal, and owns everything after it.
 *
 * <p>One thread a sink, which alone owns that sink's state, so that no destination can slow another, and nothing needs a
 * lock. {@link dev.weir.relay.SinkRelay} runs its rounds: completions in, {@link dev.weir.relay.JournalFeed} reads on and
 * decides what is this sink's to deliver, the {@link dev.weir.relay.DeliveryWindow} says what may go now, the sink takes it,
 * {@link dev.weir.relay.CursorKeeper} saves how far it has come.
 *
 * <p>Order holds per section and device: one event of a device is in flight at a time, and those behind it wait. A device
 * whose event is being tried again holds back itself alone, until the bound of events read ahead is reached.
 *
 * <p>Nothing is lost, because the cursor never passes an event that is not delivered, superseded, kept as a dead letter or
 * not the sink's at all; those are the books, and they add up to the cursor. Something may arrive twice: after a crash, what
 * was delivered since the cursor was last saved, with the same idempotency key. There is one way to recover, and it is
 * starting at the saved cursor: a fault inside takes it too.
 */
@NullMarked
package dev.weir.relay;

import org.jspecify.annotations.NullMarked;
