package dev.weir.server;

import dev.weir.admin.status.Facts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which config holds.
 *
 * @param source the file, or {@code embedded}
 * @param loadedAt when what holds was read
 * @param failure why what is in the file now does not hold; null if it does
 */
record ConfigState(
        String source, Instant loadedAt, @Nullable String failure) {

    /** As the status tells it. */
    Facts.Config facts() {
        return new Facts.Config(source, loadedAt, failure);
    }
}
