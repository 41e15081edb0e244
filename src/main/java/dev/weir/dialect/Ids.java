package dev.weir.dialect;

import org.jspecify.annotations.Nullable;

/**
 * The ids that the client is told, and that the vendor gets.
 *
 * @param deviceId null where the call concerns no device
 * @param sessionId the client's own where it sent one, else the session by our account; null with the device
 */
public record Ids(@Nullable String deviceId, @Nullable String sessionId) {

    public static final Ids NONE = new Ids(null, null);
}
