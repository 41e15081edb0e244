package dev.weir.ingest.identity;

import org.jspecify.annotations.Nullable;

/**
 * Who sent a request. Every id in it is at most 128 printable ASCII characters without quotes, commas, semicolons,
 * backslashes and angle brackets: safe in a header, a cookie, a log line and a CSV cell.
 *
 * @param deviceId the device, or null where the call needs none and none came
 * @param sessionId the session by our own account; null if and only if the device is
 * @param clientSessionId the session id that the client sent, or null when it sent none that could be one
 * @param origin where the device id comes from
 * @param cookieDue whether a browser should be sent the section's cookie: it does not hold this device id, or the
 *     visitor has just asked who it is, or a session or another day of it begins, so that the cookie's age starts anew
 */
public record Visitor(
        @Nullable String deviceId,
        @Nullable String sessionId,
        @Nullable String clientSessionId,
        DeviceOrigin origin,
        boolean cookieDue) {

    public Visitor(
            @Nullable String deviceId,
            @Nullable String sessionId,
            @Nullable String clientSessionId,
            DeviceOrigin origin) {
        this(deviceId, sessionId, clientSessionId, origin, deviceId != null && origin != DeviceOrigin.COOKIE);
    }
}
