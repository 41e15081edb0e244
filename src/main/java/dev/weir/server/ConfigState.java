package dev.weir.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which config holds.
 *
 * @param source the file, or that it is the embedded default
 * @param loadedAt when what holds was read
 * @param failure why what is in the file now does not hold; null if it does
 */
record ConfigState(
        String source, Instant loadedAt, @Nullable String failure) {}
