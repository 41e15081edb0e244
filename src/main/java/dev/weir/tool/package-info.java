/** What the command line's tools share: JSON documents and tables. Sees nothing of the server's own code. */
@NullMarked
package dev.weir.tool;

import org.jspecify.annotations.NullMarked;
