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

    /** What follows the name where it is a member's: a quote, or the backslash before one, in a query's writing or as it is. */
    private static final String[] QUOTES = {"\"", "%22", "\\", "%5c"};

    private static final String BEGIN = "shop";
    private static final String[] UNDERSCORES = {"_", "%5f"};
    private static final String END = "secret";

    private HiddenSecret() {}

    /**
     * Refuses a request that holds it so.
     *
     * @throws RejectedException if it is there: nothing of it may be written
     */
    static void refuseIn(Beacon beacon) throws RejectedException {
        if (TextInText.names(beacon.body(), NAME) || isIn(beacon.query()) || isInForm(beacon)) {
            throw new RejectedException(
                    Rejection.MALFORMED_PARAMETER,
                    Param.SHOP_SECRET.label(),
                    "inside a text (expected: a parameter of its own)");
        }
    }

    private static boolean isInForm(Beacon beacon) {
        return beacon.bodyKind() == BodyKind.FORM && isIn(new String(beacon.body(), StandardCharsets.ISO_8859_1));
    }

    private static boolean isIn(String form) {
        // Fast path: hardly a query has the word.
        for (int at = form.indexOf(END); at >= 0; at = form.indexOf(END, at + 1)) {
            if (isOneOf(QUOTES, form, at + END.length()) && isAfterBegin(form, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAfterBegin(String form, int end) {
        for (String underscore : UNDERSCORES) {
            int at = end - underscore.length();
            if (form.regionMatches(true, at, underscore, 0, underscore.length())
                    && form.startsWith(BEGIN, at - BEGIN.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(String[] texts, String form, int at) {
        for (String text : texts) {
            if (form.regionMatches(true, at, text, 0, text.length())) {
                return true;
            }
        }
        return false;
    }
}
