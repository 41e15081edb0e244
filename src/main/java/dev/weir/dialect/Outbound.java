package dev.weir.dialect;

import dev.weir.event.Beacon;
import org.jspecify.annotations.Nullable;

/**
 * A request to the vendor.
 *
 * @param contentType the body's, or null for none
 * @param authorization the Authorization header, or null for none
 */
public record Outbound(
        Beacon beacon,
        @Nullable String contentType,
        @Nullable String authorization) {

    public static Outbound of(Beacon beacon) {
        return new Outbound(beacon, beacon.bodyKind().contentType(), null);
    }

    /** Without the secrets, which a record would print. */
    @Override
    public String toString() {
        return "Outbound[" + beacon.method() + " " + beacon.path() + "]";
    }
}
