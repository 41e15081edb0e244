package dev.weir.dialect.personaclick;

import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Credential;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that has been read: whose it is, and who it says it comes from, which every call says alike. */
sealed interface PersonaClickCall extends Call
        permits EventCall, PixelCall, CartClearCall, CartCall, CountersCall, PassedOnCall {

    /** Samples in documents are other than what the vendor issues, and a section may be given them. */
    int MAX_SECTION_KEY = 64;

    Parameters parameters();

    /** The secret as presented, or null. */
    @Nullable
    String secret();

    @Override
    default Credential credential() throws RejectedException {
        String key = parameters().text(Param.SHOP_ID);
        if (parameters().isUnquoted(Param.SHOP_ID)) {
            throw rejected(Rejection.MALFORMED_SECTION, "no text");
        }
        if (key == null) {
            throw rejected(Rejection.MISSING_SECTION, parameters().isPresent(Param.SHOP_ID) ? "empty" : "missing");
        }
        if (key.length() > MAX_SECTION_KEY) {
            throw rejected(Rejection.MALFORMED_SECTION, "too long");
        }
        return new Credential.PublicKey(key, secret());
    }

    /** Whatever it looks like: a config may give a section any key, so that no form of it could be told to be wrong. */
    @Override
    default RejectedException unknownSection() {
        return new RejectedException(
                Rejection.UNKNOWN_SECTION,
                Param.SHOP_ID.label(),
                "unknown (expected: the key of a section that is configured here)");
    }

    @Override
    default RejectedException wrongSecret() {
        return new RejectedException(
                Rejection.WRONG_SECRET, Param.SHOP_SECRET.label(), "wrong (expected: the section's own secret)");
    }

    @Override
    default boolean cookieless() {
        return Fields.isTrue(parameters().text(Param.COOKIELESS));
    }

    /** Who the parameters say it comes from. {@code seance} is the older name of {@code sid}, and yields to it. */
    static Claim claim(Parameters parameters, DeviceNeed need) {
        String sid = parameters.text(Param.SID);
        String session = sid != null ? sid : parameters.text(Param.SEANCE);
        return new Claim(parameters.text(Param.DID), session, need, Claim.IdForm.TAGGED);
    }

    /** By parameter, who these say that it comes from: the session in both words that the vendor has for it. */
    static Map<String, String> words(Parameters parameters) {
        Claim claim = claim(parameters, DeviceNeed.OPTIONAL);
        Map<String, String> words = new LinkedHashMap<>();
        if (claim.deviceId() != null) {
            words.put(Param.DID.label(), claim.deviceId());
        }
        if (claim.sessionId() != null) {
            words.put(Param.SEANCE.label(), claim.sessionId());
            words.put(Param.SID.label(), claim.sessionId());
        }
        return words;
    }

    private static RejectedException rejected(Rejection rejection, String found) {
        return new RejectedException(
                rejection,
                Param.SHOP_ID.label(),
                found + " (expected: the shop's key, a text of at most " + MAX_SECTION_KEY + " characters)");
    }
}
