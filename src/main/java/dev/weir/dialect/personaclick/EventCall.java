package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that has been read. */
final class PersonaClickCall implements Call {

    /** Samples in documents are other than what the vendor issues, and a section may be given them. */
    private static final int MAX_SECTION_KEY = 64;

    private static final String EXPECTED_KEY = "the shop's key, a text of at most " + MAX_SECTION_KEY + " characters";

    private final Endpoint endpoint;
    private final Parameters parameters;
    private final @Nullable String secret;
    private final Beacon beacon;
    private final Claim claim;

    /**
     * A call of this endpoint.
     *
     * @param secret as presented, or null
     * @param beacon the request as sent, without the secret: what the parameters were read from
     */
    PersonaClickCall(Endpoint endpoint, Parameters parameters, @Nullable String secret, Beacon beacon) {
        this.endpoint = endpoint;
        this.parameters = parameters;
        this.secret = secret;
        this.beacon = beacon;
        this.claim = new Claim(parameters.text(Param.DID), session(), deviceNeed(), Claim.IdForm.TAGGED);
    }

    /** The key as presented, whatever it is. */
    @Nullable
    String shop() {
        return parameters.text(Param.SHOP_ID);
    }

    @Override
    public Credential credential() throws RejectedException {
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
    public RejectedException unknownSection() {
        return new RejectedException(
                Rejection.UNKNOWN_SECTION,
                Param.SHOP_ID.label(),
                "unknown (expected: the key of a section that is configured here)");
    }

    @Override
    public RejectedException wrongSecret() {
        return new RejectedException(
                Rejection.WRONG_SECRET, Param.SHOP_SECRET.label(), "wrong (expected: the section's own secret)");
    }

    @Override
    public Claim claim() {
        return claim;
    }

    @Override
    public boolean cookieless() {
        return Fields.isTrue(parameters.text(Param.COOKIELESS));
    }

    @Override
    public List<Part> parts(Section section) throws RejectedException {
        return List.of(new Part.Meant(event(section.reading()), beacon, claim, null));
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

    Event event(Section.Reading reading) throws RejectedException {
        return Events.read(endpoint, new Fields(parameters, reading == Section.Reading.STRICT));
    }

    /** {@code sid}; {@code seance} is its older name, and yields when both are there and differ. */
    private @Nullable String session() {
        String sid = parameters.text(Param.SID);
        return sid != null ? sid : parameters.text(Param.SEANCE);
    }

    private DeviceNeed deviceNeed() {
        DeviceNeed need = endpoint.deviceNeed();
        return need == DeviceNeed.ASSIGN && parameters.isIdentified() ? DeviceNeed.OPTIONAL : need;
    }

    private static RejectedException rejected(Rejection rejection, String found) {
        return new RejectedException(rejection, Param.SHOP_ID.label(), found + " (expected: " + EXPECTED_KEY + ")");
    }
}
