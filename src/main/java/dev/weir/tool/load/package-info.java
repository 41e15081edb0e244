/** An open-model load generator: requests leave by a schedule that waits for no answer, and each one's latency counts from when it
 * should have left, so that a server that stalls cannot hide it (coordinated omission). */
@NullMarked
package dev.weir.tool.load;

import org.jspecify.annotations.NullMarked;
