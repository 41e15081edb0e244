package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Part;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the device's cart (API reference, Get client's shopping cart). Of no device, it is empty. */
final class CartCall implements PersonaClickCall {

    private final Parameters parameters;
    private final @Nullable String secret;
    private final Claim claim;

    /** @param secret as presented, or null */
    CartCall(Parameters parameters, @Nullable String secret) {
        this.parameters = parameters;
        this.secret = secret;
        this.claim = PersonaClickCall.claim(parameters, DeviceNeed.OPTIONAL);
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
    public List<Part> parts(Section section) {
        return List.of();
    }

    @Override
    public Inquiry inquiry(Section section, Ids ids) {
        return (Inquiry.OfCart) Answers::cart;
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.cart(List.of());
    }
}
