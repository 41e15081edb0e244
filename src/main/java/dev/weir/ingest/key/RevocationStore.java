package dev.weir.ingest.key;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where nodes tell each other which keys are revoked. */
public interface RevocationStore {

    /**
     * Adds what is not there yet, and tells what is.
     *
     * @param version what was told last; empty for nothing
     * @param added at most {@link SharedRevocations#MOST_AT_ONCE}
     * @param answered called once, in a time that is bounded, on the thread that asks: with null if nobody could be asked
     */
    void exchange(String version, List<Revocation> added, Consumer<@Nullable Told> answered);

    /**
     * What is there.
     *
     * @param version another one whenever something was added, or lost
     * @param all null if it is what was told last
     */
    record Told(String version, @Nullable List<Revocation> all) {}
}
