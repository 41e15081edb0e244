package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Pixel}. Who loads it cannot keep an id but in a cookie, so that one is given as {@code /init} gives it, unless the
 * visitor is named otherwise: in an e-mail, whoever opens it is not the device that shows it.
 */
final class PixelCall implements PersonaClickCall {

    private final Endpoint meant;
    private final Parameters parameters;
    private final @Nullable String secret;
    private final Claim claim;
    private final Beacon beacon;

    /**
     * A pixel that stands for a call to this endpoint.
     *
     * @param secret as presented, or null
     * @param beacon that call, without the secret: what the parameters were read from
     */
    PixelCall(Endpoint meant, Parameters parameters, @Nullable String secret, Beacon beacon) {
        this.meant = meant;
        this.parameters = parameters;
        this.secret = secret;
        this.claim =
                PersonaClickCall.claim(parameters, parameters.isIdentified() ? DeviceNeed.OPTIONAL : DeviceNeed.ISSUE);
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
        Fields fields = new Fields(parameters, section.reading() == Section.Reading.STRICT);
        Event event = Events.readOfAnybody(meant, fields);
        return List.of(new Part.Meant(event, beacon, claim, Events.id(event, fields)));
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Pixel.taken();
    }
}
