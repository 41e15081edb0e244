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

/** A call that tells of one event. */
final class EventCall implements PersonaClickCall {

    private final Endpoint endpoint;
    private final Parameters parameters;
    private final @Nullable String secret;
    private final Claim claim;
    private final Beacon beacon;

    /**
     * A call of this endpoint.
     *
     * @param secret as presented, or null
     * @param beacon the request as sent, without the secret: what the parameters were read from
     */
    EventCall(Endpoint endpoint, Parameters parameters, @Nullable String secret, Beacon beacon) {
        this.parameters = parameters;
        this.secret = secret;
        this.claim = PersonaClickCall.claim(parameters, deviceNeed(endpoint, parameters));
        this.endpoint = endpoint;
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
        Event event = Events.read(endpoint, fields);
        return List.of(new Part.Meant(event, beacon, claim, Events.id(event, fields)));
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        if (endpoint != Endpoint.INIT) {
            return Answers.accepted(endpoint, section.answers());
        }
        String deviceId = ids.deviceId();
        String sessionId = ids.sessionId();
        if (deviceId == null || sessionId == null) {
            throw new IllegalStateException("/init is answered with a device and a session, or not at all");
        }
        return Answers.session(deviceId, sessionId);
    }

    private static DeviceNeed deviceNeed(Endpoint endpoint, Parameters parameters) {
        DeviceNeed need = endpoint.deviceNeed();
        return need == DeviceNeed.ASSIGN && parameters.isIdentified() ? DeviceNeed.OPTIONAL : need;
    }
}
