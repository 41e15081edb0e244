package dev.weir.dialect.personaclick;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;

/**
 * Finds the secret as a member of an object that is itself only text, where it cannot be cut out without rewriting what the
 * client wrote. No real client puts it there, though some send nested objects as text (wire-facts 1.2).
 */
final class HiddenSecret {

    /** The name, and the quote behind it as it stands inside a JSON string. */
    private static final byte[] IN_JSON = "shop_secret\\\"".getBytes(StandardCharsets.US_ASCII);

    private static final String IN_QUERY = "shop_secret%22";

    private HiddenSecret() {}

    /**
     * Refuses a request that holds it so.
     *
     * @throws RejectedException if it is there: nothing of it may be written
     */
    static void refuseIn(Beacon beacon) throws RejectedException {
        if (isIn(beacon.body()) || beacon.query().contains(IN_QUERY) || isInForm(beacon)) {
            throw new RejectedException(
                    Rejection.MALFORMED_PARAMETER,
                    Param.SHOP_SECRET.label(),
                    "inside a text (expected: a parameter of its own)");
        }
    }

    private static boolean isInForm(Beacon beacon) {
        return beacon.bodyKind() == BodyKind.FORM
                && new String(beacon.body(), StandardCharsets.ISO_8859_1).contains(IN_QUERY);
    }

    private static boolean isIn(byte[] body) {
        for (int i = IN_JSON.length - 2; i < body.length; i++) {
            // Fast path: most bodies hold no backslash at all.
            if (body[i] == '\\' && endsWithName(body, i + 2)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWithName(byte[] body, int end) {
        int start = end - IN_JSON.length;
        if (start < 0 || end > body.length) {
            return false;
        }
        for (int i = 0; i < IN_JSON.length; i++) {
            if (body[start + i] != IN_JSON[i]) {
                return false;
            }
        }
        return true;
    }
}
