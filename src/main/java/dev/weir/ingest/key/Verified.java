package dev.weir.ingest.key;

import dev.weir.event.Section;
import org.jspecify.annotations.Nullable;

/** What a credential turned out to be. */
public sealed interface Verified {

    /**
     * It belongs to a section.
     *
     * @param authenticated whether a secret was shown, and right
     */
    record Known(Section section, boolean authenticated) implements Verified {}

    /**
     * A secret is wrong.
     *
     * @param section whose public key came with it; null where the caller must not learn whether the key exists, neither by
     *     the answer nor by whose token it costs
     */
    record WrongSecret(@Nullable Section section) implements Verified {
        static final WrongSecret OF_NOBODY = new WrongSecret(null);
    }

    /** Nobody's. */
    record Unknown() implements Verified {
        static final Unknown INSTANCE = new Unknown();
    }
}
