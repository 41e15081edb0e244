/**
 * Fewer calls out than came in: of several full-syncs of one list of one device, which have not gone out yet, only the latest
 * goes. Each overwrites the whole list, so that the vendor's final list is the same without the earlier ones.
 */
@NullMarked
package dev.weir.relay.coalesce;

import org.jspecify.annotations.NullMarked;
