/** What all meters have in common: the buckets of their times, and whose names may be tags. Imports nothing of ours. */
@NullMarked
package dev.weir.meter;

import org.jspecify.annotations.NullMarked;
