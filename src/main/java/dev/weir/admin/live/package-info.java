/** The live log's socket: {@code GET /api/live} of the private port. The messages are described in {@link dev.weir.live}. */
@NullMarked
package dev.weir.admin.live;

import org.jspecify.annotations.NullMarked;
