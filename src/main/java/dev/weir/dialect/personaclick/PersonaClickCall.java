package dev.weir.dialect.personaclick;

import dev.weir.dialect.Call;
import dev.weir.event.Beacon;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import org.jspecify.annotations.Nullable;

/**
 * A request that has been read.
 *
 * @param secret as presented, or null
 * @param beacon the request as sent, without the secret: what the parameters were read from
 */
record PersonaClickCall(
        Endpoint endpoint, Parameters parameters, @Nullable String secret, Beacon beacon) implements Call {

    /** Samples in documents are other than what the vendor issues, and a section may be given them. */
    private static final int MAX_SECTION_KEY = 64;

    private static final String EXPECTED_KEY = "the shop's key, a text of at most " + MAX_SECTION_KEY + " characters";

    /** The key as presented, whatever it is. */
    @Nullable
    String shop() {
        return parameters.text(Param.SHOP_ID);
    }

    @Override
    public String sectionKey() throws RejectedException {
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
        return key;
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
    public @Nullable String deviceId() {
        return parameters.text(Param.DID);
    }

    /** {@code sid}; {@code seance} is its older name, and yields when both are there and differ. */
    @Override
    public @Nullable String sessionId() {
        String sid = parameters.text(Param.SID);
        return sid != null ? sid : parameters.text(Param.SEANCE);
    }

    @Override
    public DeviceNeed deviceNeed() {
        DeviceNeed need = endpoint.deviceNeed();
        return need == DeviceNeed.ASSIGN && parameters.isIdentified() ? DeviceNeed.OPTIONAL : need;
    }

    @Override
    public boolean cookieless() {
        return Fields.isTrue(parameters.text(Param.COOKIELESS));
    }

    @Override
    public Event event(Section section) throws RejectedException {
        return event(section.reading());
    }

    Event event(Section.Reading reading) throws RejectedException {
        return Events.read(endpoint, new Fields(parameters, reading == Section.Reading.STRICT));
    }

    @Override
    public Beacon withoutSecrets() {
        return beacon;
    }

    /** Without the secret, which a record would print. */
    @Override
    public String toString() {
        return "PersonaClickCall[" + endpoint + "]";
    }

    private static RejectedException rejected(Rejection rejection, String found) {
        return new RejectedException(rejection, Param.SHOP_ID.label(), found + " (expected: " + EXPECTED_KEY + ")");
    }
}
