/**
 * Files that browsers load: the script under its names, and the demo. All are read, compressed and named by their hash at start,
 * and each has its path in a table: a request opens nothing, and a path that is not in the table is nowhere.
 */
@NullMarked
package dev.weir.ingest.asset;

import org.jspecify.annotations.NullMarked;
