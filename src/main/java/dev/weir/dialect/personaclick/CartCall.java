package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Part;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the device's cart (API reference, Get client's shopping cart). Of no device, it is empty. */
final class CartCall extends PersonaClickCall {

    /** @param secret as presented, or null */
    CartCall(Parameters parameters, @Nullable String secret) {
        super(parameters, secret, DeviceNeed.OPTIONAL);
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
