package dev.weir.ingest.limit;

import dev.weir.event.Section.Limit;
import org.jspecify.annotations.Nullable;

/** One section's token bucket. Safe for many threads. */
sealed interface SectionBucket permits LimitedBucket, LeasedBucket {

    /** What holds now. */
    Limit limit();

    /** The limit in the config that this bucket stands for. */
    Limit configured();

    /** Those that are there, for this process. */
    long tokens();

    /** Takes tokens, all or none. Null when they were there, or when the limit only counts. */
    @Nullable
    Refusal tryTake(long wanted);

    /** The same tokens under the limit that the config has now; what exceeds its capacity is lost. */
    SectionBucket reconfigured(Limit config);

    /** The same tokens under a limit that holds instead of the config's, until that is another one. */
    SectionBucket overridden(Limit wanted, Limit config);

    /** The section is gone. */
    void close();
}
