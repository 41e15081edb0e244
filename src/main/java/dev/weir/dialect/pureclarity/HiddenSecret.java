package dev.weir.dialect.pureclarity;

import dev.weir.dialect.wire.TextInText;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secret where it cannot be cut out without rewriting what the client wrote: as a member of an object that is itself
 * only text, or by its own characters in any other place, such as a URL. No real client puts it there.
 */
final class HiddenSecret {

    private static final byte[] NAME = Member.SECRET_KEY.label().getBytes(StandardCharsets.US_ASCII);

    /** A shorter one may well occur by chance. */
    private static final int LEAST_TELLING = 8;

    private HiddenSecret() {}

    /**
     * Refuses a request that holds it so.
     *
     * @param json the body, the members of the secret's name cut out
     * @param secret as presented, or null
     * @throws RejectedException if it is there: nothing of it may be written
     */
    static void refuseIn(byte[] json, @Nullable String secret) throws RejectedException {
        boolean isRepeated = secret != null
                && secret.length() >= LEAST_TELLING
                && contains(json, secret.getBytes(StandardCharsets.UTF_8));
        if (isRepeated || TextInText.names(json, NAME)) {
            throw Refusals.malformed(
                    Member.SECRET_KEY.label(), "inside another member", "a member of its own, and nowhere else");
        }
    }

    private static boolean contains(byte[] json, byte[] secret) {
        int last = json.length - secret.length;
        for (int at = 0; at <= last; at++) {
            if (json[at] == secret[0] && matches(json, at, secret)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] json, int at, byte[] secret) {
        for (int i = 1; i < secret.length; i++) {
            if (json[at + i] != secret[i]) {
                return false;
            }
        }
        return true;
    }
}
