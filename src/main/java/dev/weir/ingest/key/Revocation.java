package dev.weir.ingest.key;

import java.time.Instant;

/**
 * That a key is revoked.
 *
 * @param id of the key: public, and all that other nodes are told of it
 * @param until the first moment at which nobody needs to know any longer, since the key itself has expired by every node's clock
 */
public record Revocation(String id, Instant until) {

    public Revocation {
        if (!KeyText.isId(id)) {
            throw new IllegalArgumentException("id (expected: 12 letters and digits)");
        }
    }
}
