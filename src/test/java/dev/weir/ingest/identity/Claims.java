package dev.weir.ingest.identity;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;

/** Claims as requests make them. */
final class Claims {

    private Claims() {}

    static Claim init(String deviceId, String sessionId) {
        return of(deviceId, sessionId, DeviceNeed.ISSUE);
    }

    static Claim push(String deviceId, String sessionId) {
        return of(deviceId, sessionId, DeviceNeed.REQUIRE);
    }

    static Claim of(String deviceId, String sessionId, DeviceNeed need) {
        return new Claim(deviceId, sessionId, need, IdForm.TAGGED);
    }
}
