/**
 * A relay for each partition of a journal that many machines share, as they come and go: what an operator sees and steers is all of
 * them together. Each has sinks, dead letters and cursors of its own, so that a partition can leave with all that is known of it. What
 * a vendor bears it is asked of all of them together: {@link dev.weir.relay.pace.SharedPaces}.
 */
@NullMarked
package dev.weir.relay.partition;

import org.jspecify.annotations.NullMarked;
