/**
 * The whole path of an event in one process, without sockets and in virtual time: the real intake, the real file journal
 * on a real directory, the real relay; around them, model sinks, model clients, and a process that dies at random moments.
 *
 * <p>What is real and what is not: {@link dev.weir.simulation.Life} is one process, from start to death, wired as the
 * server wires it. What outlives it is the journal's directory and the world outside: the {@link
 * dev.weir.simulation.Ledger} of what clients sent and were told, and what {@link dev.weir.simulation.VendorModel} and
 * {@link dev.weir.simulation.FilesModel} have. Death is a {@link dev.weir.simulation.Moment} that a thread passes: from
 * then on nothing that any thread does has an effect, what was written and not forced is torn, and the next life starts
 * from what is there.
 *
 * <p>The script of a run comes from its seed alone. The journal's writer and the relay's sinks have threads of their own;
 * the {@link dev.weir.simulation.WriterGate} holds the writer while a group is put together, and between two steps the
 * simulation waits until nobody has anything left to do at that virtual time. So the books are looked at where they are
 * defined by what happened, not by which thread was quicker.
 */
@NullMarked
package dev.weir.simulation;

import org.jspecify.annotations.NullMarked;
