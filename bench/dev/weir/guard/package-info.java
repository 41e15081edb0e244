/** Whether the benchmarks cost more than they did: {@code bench/guard}. */
package dev.weir.guard;
