/**
 * What an event costs, measured; and what so many events a minute would take, by formulas from that. Run by {@code bench/capacity};
 * what it printed is in {@code bench/capacity.md}.
 */
package dev.weir.capacity;
