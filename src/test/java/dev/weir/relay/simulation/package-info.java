/**
 * Hours of one relay's life in seconds, in virtual time: shops whose visitors do things, a journal in memory, the real relay
 * of a sink, and a model of the vendor behind it.
 *
 * <p>One thread drives all of it, and every choice comes from a seed, so that a run is the same each time and its figures can
 * stand in a file: {@code src/test/resources/relay/report.md}, which {@link
 * dev.weir.relay.simulation.SimulationReportTest} compares and renews.
 *
 * <p>{@link dev.weir.relay.simulation.Traffic} appends events to the {@link dev.weir.relay.simulation.EventLog}; a {@link
 * dev.weir.relay.simulation.Station} is one sink: the relay (reached through {@link dev.weir.relay.RelayRun} alone), its
 * {@link dev.weir.relay.simulation.LogJournal}, its {@link dev.weir.relay.simulation.ModelVendor}, and the {@link
 * dev.weir.relay.simulation.Audit} of its books, made after every round. How a vendor behaves is a {@link
 * dev.weir.relay.simulation.Conduct}; what it has in the end is in its {@link dev.weir.relay.simulation.VendorBooks}.
 */
@NullMarked
package dev.weir.relay.simulation;

import org.jspecify.annotations.NullMarked;
