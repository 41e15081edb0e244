/**
 * What waits and what is refused when more comes than can be done: what is worth least (see {@link
 * dev.weir.event.Priority}), so that purchases find the server as quick as on a quiet day.
 *
 * <p>Two means. The first reorders and refuses nobody: once a turn of an event loop has lasted a millisecond, requests that a
 * glance shows to be of low priority go to the loop's {@link dev.weir.ingest.overload.WaitingRoom}, out of which they are served
 * for a fraction of one at a time between looks at the sockets. Events of normal priority do not wait there, for a cart that a
 * purchase overtook would be a cart again. Visitors who wait send nothing else, so that a crowd of any size settles at what the
 * server can do, and no time goes into refusals. They are needed only where more wait than there is room for, or longer than
 * anybody would. A crowd that is told so and comes again at once would then have the loop do nothing but tell it: who finds no room
 * rests (the connection's {@code ClientRest}), and those who wait are served for no less time than goes into refusals. Nor are
 * they served while more wait for the disk than usually do ({@link dev.weir.journal.JournalLoad#isCrowded}): a thousand
 * whose events one group brings to disk would be answered in one turn of the loop, send what they have next in one turn, and a
 * purchase would wait for both.
 *
 * <p>The second, for what is worth more or cannot be told at a glance, measures delay, and not a number of requests, for how many
 * are too many depends on the machine, the disk and what else runs there. Two delays: how long ago the event loop began its turn,
 * which is how long those have waited at least that it comes to last; and how far the journal's writer is behind. Delay beyond the
 * target is no overload yet, for a burst or a collector's pause makes one too; delay that has not once been below the target for a
 * whole interval is, as CoDel tells a queue that stands from one that drains (RFC 8289, 3 and 4.2). From then on events of low
 * priority are taken as long as the turn has lasted less than half the target, since a request waits for the rest of one turn and
 * for its own, and are refused for the rest of it; those of normal priority the same at four times that; those of high priority
 * never, until hard bounds refuse them. So the work that is taken is what fits, nothing has to be guessed of capacity, and nothing
 * swings: one turn is all that it takes to end. Each turn takes a few whatever it lasts ({@link
 * dev.weir.ingest.overload.LoopGate#LEAST_TAKEN}), for a loop that is long about a few has lost the processor to others, and
 * refusing would not win it back. While the journal is behind, those who wait go on waiting.
 *
 * <p>Threads: a gate and its room belong to one event loop, and share nothing with those of others. Bounds: the room's, of number
 * and of time; bodies that wait count among those under way. The part that decides on delay, {@link
 * dev.weir.ingest.overload.Strain}, is a pure step and knows no clock.
 */
@NullMarked
package dev.weir.ingest.overload;

import org.jspecify.annotations.NullMarked;
