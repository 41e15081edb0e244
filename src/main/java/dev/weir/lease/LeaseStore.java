package dev.weir.lease;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The buckets that all nodes see. Called on the lessor's thread. */
public interface LeaseStore {

    /**
     * Carries a claim out, as one step that no other comes between. What a node does not claim again within {@code term} is no
     * longer held.
     *
     * @param answered called once, on the same thread: with null if there is no telling whether it was carried out
     */
    void claim(Claim claim, Duration term, Consumer<@Nullable Grant> answered);
}
