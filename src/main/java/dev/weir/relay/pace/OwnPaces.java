package dev.weir.relay.pace;

import dev.weir.lease.Lessor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pace for each who asks. Safe for many threads.
 *
 * @param nanoTime measures, and never goes back
 * @param lessor of what several nodes share, as a vendor's limit is a section's, whichever node calls; null where this one alone
 *     delivers
 */
public record OwnPaces(LongSupplier nanoTime, @Nullable Lessor lessor) implements PaceSource {

    @Override
    public SectionPace of(String sink, String section, PaceOptions options) {
        return new SectionPace(options, nanoTime, "pace:" + sink + ":" + section, lessor);
    }
}
