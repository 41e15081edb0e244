/** One event of any dialect, for a first try: the vendors' documented requests, and how one is sent and told of. */
@NullMarked
package dev.weir.tool.send;

import org.jspecify.annotations.NullMarked;
