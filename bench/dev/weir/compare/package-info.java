/**
 * Weir and other servers side by side on one machine: the same requests, a core for the servers and one for who sends, rounds
 * that take turns. Run by {@code bench/compare}; what it showed is in {@code bench/README.md}.
 */
package dev.weir.compare;
