/**
 * What is refused when more comes than can be done: first what is worth least (see {@link dev.weir.event.Priority}), so that
 * purchases find the server as quick as on a quiet day.
 *
 * <p>What is measured is delay, and not a number of requests, for how many are too many depends on the machine, the disk and
 * what else runs there. Two delays: how long ago the event loop began its turn, which is how long those have waited at least
 * that it comes to last; and how far the journal's writer is behind. Delay beyond the target is no overload yet, for a burst
 * or a collector's pause makes one too; delay that has not once been below the target for a whole interval is, as CoDel tells a
 * queue that stands from one that drains (RFC 8289, 3 and 4.2). From then on events of low priority are taken as long as the
 * turn has lasted less than half the target, since a request waits for the rest of one turn and for its own, and are refused for
 * the rest of it; those of normal priority the same at four times that; those of high priority never, until hard bounds refuse
 * them. So the work that is taken is what fits, nothing has to be guessed of capacity, and nothing swings: one turn is all that
 * it takes to end. What cannot be saved is the time that refusals take themselves: of what the server can do, goodput is what
 * they leave. Each turn takes a few whatever it lasts ({@link dev.weir.ingest.overload.LoopGate#LEAST_TAKEN}), for a loop that
 * is long about a few has lost the processor to others, and refusing would not win it back.
 *
 * <p>Threads: a gate belongs to one event loop, and shares nothing with those of others. Bounds: none is needed, since a gate
 * has no queue. The part that decides, {@link dev.weir.ingest.overload.Strain}, is a pure step and knows no clock.
 */
@NullMarked
package dev.weir.ingest.overload;

import org.jspecify.annotations.NullMarked;
