/**
 * Who sends a beacon and is no visitor: crawlers by what they call themselves, and browsers that load a page before anybody has
 * asked for it. What a machine says of itself is all that is gone by: one that lies is not found out here.
 */
@NullMarked
package dev.weir.ingest.bot;

import org.jspecify.annotations.NullMarked;
