package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Empties a cart. The API reference has a back office do it with DELETE, its secret, and a name of the visitor; the SDK for
 * Android does it with GET and its device id. A GET that changes something is sent by link previews, prefetching browsers
 * and other people's pages too, so that the request itself has to name the device: a cookie is not asked.
 */
final class CartClearCall implements PersonaClickCall {

    private static final String IDENTIFIERS = "email, phone, loyalty_id, external_id or telegram_id";

    private final Parameters parameters;
    private final @Nullable String secret;
    private final Claim claim;
    private final Beacon beacon;

    /**
     * A call that has been read.
     *
     * @param secret as presented, or null
     * @param beacon the request as sent, without the secret: what the parameters were read from
     */
    CartClearCall(Parameters parameters, @Nullable String secret, Beacon beacon) {
        this.parameters = parameters;
        this.secret = secret;
        this.claim = PersonaClickCall.claim(parameters, deviceNeed(parameters, secret));
        this.beacon = beacon;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public @Nullable String secret() {
        return secret;
    }

    @Override
    public Claim claim() {
        return claim;
    }

    @Override
    public List<Part> parts(Section section) throws RejectedException {
        if (parameters.text(Param.DID) == null) {
            requireIdentifier();
            requireProof(section);
        }
        Fields fields = new Fields(parameters, section.reading() == Section.Reading.STRICT);
        Event event = Events.read(Endpoint.CART_CLEAR, fields);
        return List.of(new Part.Meant(event, beacon, claim, Events.id(event, fields)));
    }

    /** A cookie never decides whose cart it is: other pages' images and prefetchers send it along. */
    @Override
    public boolean cookieless() {
        return true;
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.accepted(Endpoint.CART_CLEAR, section.answers());
    }

    private void requireIdentifier() throws RejectedException {
        if (!parameters.isIdentified()) {
            throw new RejectedException(
                    Rejection.MISSING_DEVICE,
                    Param.DID.label(),
                    (parameters.isPresent(Param.DID) ? "empty" : "missing") + " (expected: did, or with shop_secret "
                            + IDENTIFIERS + ")");
        }
    }

    /** Who knows an e-mail address must not empty its owner's cart. Whether the secret is right, the intake has seen to. */
    private void requireProof(Section section) throws RejectedException {
        if (secret == null || secret.isEmpty()) {
            throw new RejectedException(
                    Rejection.MISSING_KEY,
                    Param.SHOP_SECRET.label(),
                    "missing (expected: the section's secret, to empty the cart of whom no did names)");
        }
        if (!hasSecret(section)) {
            throw new RejectedException(
                    Rejection.MISSING_KEY,
                    Param.SHOP_SECRET.label(),
                    "none is configured for this section, so that it proves nothing (expected: did)");
        }
    }

    private boolean hasSecret(Section section) {
        String shop = parameters.text(Param.SHOP_ID);
        for (Section.Key key : section.keys().getOrDefault(PersonaClick.LABEL, List.of())) {
            if (key.id().equals(shop)) {
                return key.secret() != null;
            }
        }
        return false;
    }

    private static DeviceNeed deviceNeed(Parameters parameters, @Nullable String secret) {
        return secret != null && parameters.isIdentified() ? DeviceNeed.OPTIONAL : DeviceNeed.REQUIRE;
    }
}
