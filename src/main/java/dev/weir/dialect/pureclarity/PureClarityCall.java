package dev.weir.dialect.pureclarity;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.dialect.wire.BeaconSplice;
import dev.weir.dialect.wire.ElementSplice;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that has been read. */
final class PureClarityCall implements Call {

    static final int MAX_EVENTS = 100;

    /** What stands around the events is kept with each of them: nobody shall make us write a body a hundred times. */
    private static final int MAX_REPEATED_BYTES = 1024 * 1024;

    private static final int MAX_USER_AGENT = 512;

    /** An event that is delivered later is no page that waits: the vendor need not choose content for nobody. */
    private static final String NO_ZONES = "\"" + Body.ZONES + "\":[]";

    private static final Set<String> ZONES_ALONE = Set.of(Body.ZONES);

    private final Body body;
    private final Beacon beacon;
    private final Claim claim;

    /**
     * A call.
     *
     * @param beacon the request as sent, without the secret
     */
    PureClarityCall(Body body, Beacon beacon) {
        this.body = body;
        this.beacon = beacon;
        // No visitor is invented for the shop's own staff.
        this.claim = new Claim(
                body.text(Member.VISITOR_ID),
                body.text(Member.SESSION_ID),
                body.isBackOffice() ? DeviceNeed.OPTIONAL : DeviceNeed.ASSIGN,
                IdForm.BASE64URL);
    }

    @Override
    public Credential credential() throws RejectedException {
        String appId = required(Member.APP_ID, Rejection.MISSING_SECTION, "the access key of the store view");
        return new Credential.KeyWithSecret(
                appId, required(Member.SECRET_KEY, Rejection.MISSING_KEY, "the secret key of the store view"));
    }

    @Override
    public RejectedException unknownSection() {
        return wrongSecret();
    }

    @Override
    public RejectedException wrongSecret() {
        return new RejectedException(
                Rejection.WRONG_KEY, null, "appId and secretKey are not known together (expected: those of a section)");
    }

    @Override
    public Claim claim() {
        return claim;
    }

    /** It is a server that calls. */
    @Override
    public boolean cookieless() {
        return true;
    }

    /** The other end of the connection is the shop's server, and says nothing about the visitor. */
    @Override
    public Envelope.Client client(Envelope.Client connection) {
        String address = body.text(Member.IP);
        return new Envelope.Client(
                address != null && AddressText.isAddress(address) ? address : null,
                body.text(Member.USER_AGENT, MAX_USER_AGENT),
                body.url(Member.REFERER));
    }

    @Override
    public List<Part> parts(Section section) throws RejectedException {
        boolean strict = section.reading() == Section.Reading.STRICT;
        checkRequest(strict);
        ElementSplice events = ElementSplice.of(beacon.body(), Body.EVENTS, cutFromEvents(), NO_ZONES);
        if ((long) events.frameSize() * events.size() > MAX_REPEATED_BYTES) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX,
                    Body.EVENTS,
                    "too many for so large a request (expected: at most " + MAX_REPEATED_BYTES
                            + " bytes beside the events, times the events)");
        }
        List<Part> parts = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            parts.add(part(events, i, strict));
        }
        return parts;
    }

    @Override
    public @Nullable Inquiry inquiry(Section section, Ids ids) throws RejectedException {
        if (section.reading() == Section.Reading.STRICT && body.zones() == Body.Zones.MALFORMED) {
            throw Refusals.malformed(Body.ZONES, "malformed", "an array of objects with an id, or of ids");
        }
        if (!isWaitedFor() || !section.upstreams().containsKey(PureClarity.LABEL)) {
            return null;
        }
        Map<String, String> members = idsToPut(ids.deviceId(), ids.sessionId());
        putSecret(members, section.keys().getOrDefault(PureClarity.LABEL, List.of()));
        return new ZonesInquiry(Outbound.of(BeaconSplice.with(beacon, members)), ids, fallbackZones(section));
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.of(ids, isWaitedFor() ? fallbackZones(section) : Answers.NO_ZONES);
    }

    /** The one event of a journalled beacon. */
    Event event() throws RejectedException {
        return Events.read(data(), body, false);
    }

    /** The journalled beacon for the vendor, who gets the ids as the client named them, and ours where it named none. */
    Beacon outbound(Envelope envelope, List<Section.Key> keys) {
        Map<String, String> members = idsToPut(envelope.deviceId(), sessionToPut(envelope));
        putClient(members, envelope.client());
        putSecret(members, keys);
        return BeaconSplice.with(beacon, members);
    }

    /** The journalled beacon's event in a request of our own writing. */
    Beacon reencoded(Envelope envelope, List<Section.Key> keys) throws RejectedException {
        Map<String, String> ids = idsToPut(envelope.deviceId(), sessionToPut(envelope));
        RequestWriter.Naming naming = new RequestWriter.Naming(
                ids.getOrDefault(Member.VISITOR_ID.label(), claim.deviceId()),
                ids.getOrDefault(Member.SESSION_ID.label(), claim.sessionId()));
        Event event = event();
        return ofJson(new RequestWriter(body, envelope.client()).write(naming, secret(keys), data(), event));
    }

    private EventData data() throws RejectedException {
        ElementSplice events = ElementSplice.of(beacon.body(), Body.EVENTS, Set.of(), "");
        if (events.size() != 1) {
            throw Refusals.malformed(Body.EVENTS, events.size() + " of them", "one");
        }
        return EventData.read(events.element(0), 0);
    }

    private Part part(ElementSplice events, int index, boolean strict) {
        try {
            EventData data = EventData.read(events.element(index), index);
            String id = Events.id(data);
            Event event = Events.read(data, body, strict);
            return new Part.Meant(event, ofJson(events.alone(index)), claim, id);
        } catch (RejectedException e) {
            return new Part.Faulty(e);
        }
    }

    private void checkRequest(boolean strict) throws RejectedException {
        if (body.eventsAreNoArray()) {
            throw Refusals.malformed(Body.EVENTS, "no array", "an array of objects with name and data");
        }
        if (body.events() > MAX_EVENTS) {
            throw Refusals.refusal(
                    Rejection.TOO_MANY_EVENTS, Body.EVENTS, body.events() + " of them", "at most " + MAX_EVENTS);
        }
        if (strict) {
            required(Member.CURRENT_URL, Rejection.MISSING_PARAMETER, "the URL of the page");
            required(Member.USER_AGENT, Rejection.MISSING_PARAMETER, "the User-Agent header of the visitor's browser");
            String address = required(Member.IP, Rejection.MISSING_PARAMETER, "the IP address of the visitor");
            if (!AddressText.isAddress(address)) {
                throw Refusals.malformed(Member.IP.label(), "malformed", "the IP address of the visitor");
            }
        }
    }

    private String required(Member member, Rejection rejection, String expected) throws RejectedException {
        String text = body.text(member);
        if (text != null && body.isQuoted(member)) {
            return text;
        }
        String found = !body.isPresent(member) ? "missing" : body.isQuoted(member) ? "empty" : "no text";
        throw Refusals.refusal(rejection, member.label(), found, expected);
    }

    /** Whether the page waits for content. The document's own example asks by leaving zones out. */
    private boolean isWaitedFor() {
        boolean isAsked =
                body.zones() == Body.Zones.WANTED || (body.zones() == Body.Zones.UNSAID && body.hasPageView());
        return isAsked && !body.isBackOffice();
    }

    private static String fallbackZones(Section section) {
        String zones = section.fallback(PureClarity.LABEL, Body.ZONES);
        return zones == null ? Answers.NO_ZONES : zones;
    }

    /** An id that is empty says no more than one that is not there, and would stand in the way of ours. */
    private Set<String> cutFromEvents() {
        if (claim.deviceId() != null && claim.sessionId() != null) {
            return ZONES_ALONE;
        }
        Set<String> cut = new HashSet<>(ZONES_ALONE);
        if (claim.deviceId() == null) {
            cut.add(Member.VISITOR_ID.label());
        }
        if (claim.sessionId() == null) {
            cut.add(Member.SESSION_ID.label());
        }
        return cut;
    }

    private Map<String, String> idsToPut(@Nullable String device, @Nullable String session) {
        Map<String, String> members = new LinkedHashMap<>();
        if (device != null && !device.equals(claim.deviceId())) {
            members.put(Member.VISITOR_ID.label(), device);
        }
        if (session != null && !session.equals(claim.sessionId())) {
            members.put(Member.SESSION_ID.label(), session);
        }
        return members;
    }

    /** Which store view the request names, or null where it names none. */
    @Nullable
    String appId() {
        return body.text(Member.APP_ID);
    }

    private static @Nullable String sessionToPut(Envelope envelope) {
        return envelope.deviceId() == null || envelope.clientSessionId() != null ? null : envelope.sessionId();
    }

    /** Whom the event is of, where the request itself does not say. */
    private void putClient(Map<String, String> members, Envelope.Client client) {
        if (body.text(Member.IP) == null && client.address() != null) {
            members.put(Member.IP.label(), client.address());
        }
        if (body.text(Member.USER_AGENT) == null && client.userAgent() != null) {
            members.put(Member.USER_AGENT.label(), client.userAgent());
        }
    }

    private void putSecret(Map<String, String> members, List<Section.Key> keys) {
        String secret = secret(keys);
        if (secret != null) {
            members.put(Member.SECRET_KEY.label(), secret);
        }
    }

    /** The secret of the very store view that the request names; another of the section's would be refused. */
    private @Nullable String secret(List<Section.Key> keys) {
        String appId = appId();
        for (Section.Key key : keys) {
            if (key.id().equals(appId)) {
                return key.secret();
            }
        }
        return null;
    }

    private static Beacon ofJson(byte[] json) {
        return new Beacon("POST", PureClarity.PATH, "", BodyKind.JSON, json);
    }
}
