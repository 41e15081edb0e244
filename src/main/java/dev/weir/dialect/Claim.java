package dev.weir.dialect;

import org.jspecify.annotations.Nullable;

/**
 * Who a request, or one event of it, says it comes from. Nothing in it has been checked.
 *
 * @param deviceId the device id as presented, or null when absent or empty; may be junk
 * @param sessionId the session id as presented, or null when absent or empty; may be junk
 * @param need what to do when no usable device id came
 * @param form what ids of this vendor look like
 */
public record Claim(@Nullable String deviceId, @Nullable String sessionId, DeviceNeed need, IdForm form) {

    /** Of a request that concerns no visitor. */
    public static final Claim NOBODY = new Claim(null, null, DeviceNeed.OPTIONAL, IdForm.VENDORS);

    /** What to do when no usable device id came with the request. */
    public enum DeviceNeed {
        /** Hand one out: that is what the call is for. A presented one is echoed, unless the section refuses it. */
        ISSUE,
        /** Assign one. */
        ASSIGN,
        /** Refuse the request: an event of no device would mean nothing. */
        REQUIRE,
        /** Go on without: the event names its visitor otherwise, or needs none. */
        OPTIONAL
    }

    /** What assigned ids look like, so that this vendor's clients and servers take them for their own. */
    public enum IdForm {
        /** Ids of our own design, which can be told from forged ones. */
        TAGGED,
        /**
         * Device and session are 22 characters of base64url (16 random bytes). The session lives on the client, for five
         * minutes after each answer: no session id means that there is none, and a fresh one begins.
         */
        BASE64URL,
        /**
         * The device is 24 hex digits (12 random bytes), the session a random UUID. The client keeps the session in memory:
         * no session id means that it was restarted, and a fresh session begins.
         */
        HEX_AND_UUID,
        /** Ids are always the vendor's: none is ever made here. For calls whose need is not to {@code ASSIGN}. */
        VENDORS
    }
}
