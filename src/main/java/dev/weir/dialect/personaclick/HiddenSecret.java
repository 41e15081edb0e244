package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.TextInText;
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

    private static final byte[] NAME = "shop_secret".getBytes(StandardCharsets.US_ASCII);

    private static final String IN_QUERY = "shop_secret%22";

    private HiddenSecret() {}

    /**
     * Refuses a request that holds it so.
     *
     * @throws RejectedException if it is there: nothing of it may be written
     */
    static void refuseIn(Beacon beacon) throws RejectedException {
        if (TextInText.names(beacon.body(), NAME) || beacon.query().contains(IN_QUERY) || isInForm(beacon)) {
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
}
