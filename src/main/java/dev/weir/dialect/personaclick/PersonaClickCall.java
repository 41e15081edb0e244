package dev.weir.dialect.personaclick;

import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Credential;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import org.jspecify.annotations.Nullable;

/** A request that has been read: whose it is, and who it says it comes from, which every call says alike. */
abstract sealed class PersonaClickCall implements Call
        permits EventCall, CartClearCall, CartCall, CountersCall, PassedOnCall {

    /** Samples in documents are other than what the vendor issues, and a section may be given them. */
    private static final int MAX_SECTION_KEY = 64;

    private static final String EXPECTED_KEY = "the shop's key, a text of at most " + MAX_SECTION_KEY + " characters";

    private final Parameters parameters;
    private final @Nullable String secret;
    private final Claim claim;

    /** @param secret as presented, or null */
    PersonaClickCall(Parameters parameters, @Nullable String secret, DeviceNeed need) {
        this.parameters = parameters;
        this.secret = secret;
        this.claim = new Claim(parameters.text(Param.DID), session(parameters), need, Claim.IdForm.TAGGED);
    }

    @Override
    public final Credential credential() throws RejectedException {
        String key = parameters.text(Param.SHOP_ID);
        if (parameters.isUnquoted(Param.SHOP_ID)) {
            throw rejected(Rejection.MALFORMED_SECTION, "no text");
        }
        if (key == null) {
            throw rejected(Rejection.MISSING_SECTION, parameters.isPresent(Param.SHOP_ID) ? "empty" : "missing");
        }
        if (key.length() > MAX_SECTION_KEY) {
            throw rejected(Rejection.MALFORMED_SECTION, "too long");
        }
        return new Credential.PublicKey(key, secret);
    }

    /** Whatever it looks like: a config may give a section any key, so that no form of it could be told to be wrong. */
    @Override
    public final RejectedException unknownSection() {
        return new RejectedException(
                Rejection.UNKNOWN_SECTION,
                Param.SHOP_ID.label(),
                "unknown (expected: the key of a section that is configured here)");
    }

    @Override
    public final RejectedException wrongSecret() {
        return new RejectedException(
                Rejection.WRONG_SECRET, Param.SHOP_SECRET.label(), "wrong (expected: the section's own secret)");
    }

    @Override
    public final Claim claim() {
        return claim;
    }

    @Override
    public final boolean cookieless() {
        return Fields.isTrue(parameters.text(Param.COOKIELESS));
    }

    final Parameters parameters() {
        return parameters;
    }

    /** {@code sid}; {@code seance} is its older name, and yields when both are there and differ. */
    private static @Nullable String session(Parameters parameters) {
        String sid = parameters.text(Param.SID);
        return sid != null ? sid : parameters.text(Param.SEANCE);
    }

    private static RejectedException rejected(Rejection rejection, String found) {
        return new RejectedException(rejection, Param.SHOP_ID.label(), found + " (expected: " + EXPECTED_KEY + ")");
    }
}
