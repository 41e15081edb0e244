package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Route;
import dev.weir.dialect.wire.BeaconSplice;
import dev.weir.dialect.wire.QueryNames;
import dev.weir.dialect.wire.SniffedBody;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The PersonaClick (REES46) API. Safe for many threads. */
public final class PersonaClick implements Dialect {

    public static final String LABEL = "personaclick";

    private static final String UNREADABLE = "a journalled beacon that this dialect cannot read";

    private static final List<Route> ROUTES =
            Stream.concat(Endpoint.ROUTES.stream(), Passage.ROUTES.stream()).toList();

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    @Override
    public Call read(Route route, Beacon beacon, Head head) throws RejectedException {
        Endpoint endpoint = Endpoint.of(route.path());
        if (endpoint == Endpoint.PIXEL) {
            return read(Pixel.asPush(beacon), PixelCall::new);
        }
        if (endpoint != null) {
            return read(endpoint, beacon, PersonaClick::call);
        }
        Passage passage = Passage.of(route);
        if (passage == null) {
            throw unknownPath();
        }
        return PassedOnCall.read(passage, beacon, head);
    }

    @Override
    public @Nullable EventType glimpse(Route route, byte[] body) {
        return route.path().equals(Endpoint.PUSH_PATH) ? Glimpse.of(body) : null;
    }

    @Override
    public Answer rejected(Route route, RejectedException rejected) {
        return Endpoint.of(route.path()) == Endpoint.PIXEL ? Pixel.rejected(rejected) : rejected(rejected);
    }

    @Override
    public boolean hasSecretIn(String query) {
        return QueryNames.hold(query, Parameters.SECRETS);
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        Endpoint endpoint = Endpoint.of(envelope.beacon().path());
        if (endpoint == null) {
            throw unknownPath();
        }
        Parameters parameters = Parameters.read(endpoint, SniffedBody.of(envelope.beacon()));
        return Events.read(endpoint, new Fields(parameters, false));
    }

    /** A custom event that names no time gets that of its acceptance, which no other call has a place for. */
    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Parameters sent = journalled(envelope.beacon());
        Map<String, String> parameters = idsToPut(envelope, sent);
        if (journalledAt(envelope.beacon()) == Endpoint.CUSTOM && sent.textOrJson(Param.TIME) == null) {
            parameters.put(Param.TIME.label(), CallWriter.time(null, acceptedMillis));
        }
        String secret = secret(envelope, sent, keys);
        if (secret != null) {
            parameters.put(Param.SHOP_SECRET.label(), secret);
        }
        return Outbound.of(BeaconSplice.with(envelope.beacon(), parameters));
    }

    /** See {@link CallWriter} for what is taken from the beacon. */
    @Override
    public Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Parameters sent = journalled(envelope.beacon());
        Map<String, String> ids = PersonaClickCall.words(sent);
        ids.putAll(idsToPut(envelope, sent));
        try {
            CallWriter writer =
                    new CallWriter(journalledAt(envelope.beacon()), sent, SniffedBody.of(envelope.beacon()));
            return Outbound.of(writer.write(decode(envelope), ids, secret(envelope, sent, keys), acceptedMillis));
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    @Override
    public boolean judgesAnswers() {
        return true;
    }

    @Override
    public @Nullable String refusal(Inquiry.VendorAnswer answer) {
        return Answers.isError(answer.body()) ? "an error in the answer's status" : null;
    }

    @Override
    public @Nullable String keyId(Envelope envelope) {
        return journalled(envelope.beacon()).text(Param.SHOP_ID);
    }

    @Override
    public void checkFallback(String name, String json) {
        DefaultContent.check(name, json);
    }

    /** By parameter, the ids that are not as the client named them. */
    private static Map<String, String> idsToPut(Envelope envelope, Parameters sent) {
        Map<String, String> ids = new LinkedHashMap<>();
        String device = envelope.deviceId();
        if (device != null) {
            if (!device.equals(sent.text(Param.DID))) {
                ids.put(Param.DID.label(), device);
            }
            // The vendor gets the session that the client named, in the words it used; ours only where it named none.
            if (envelope.clientSessionId() == null && envelope.sessionId() != null) {
                ids.put(Param.SEANCE.label(), envelope.sessionId());
                ids.put(Param.SID.label(), envelope.sessionId());
            }
        }
        return ids;
    }

    /** The secret of the very shop that the request names, if the client showed it; another of the section's would be refused. */
    private static @Nullable String secret(Envelope envelope, Parameters sent, List<Section.Key> keys) {
        if (!envelope.notes().authenticated()) {
            return null;
        }
        String shop = sent.text(Param.SHOP_ID);
        for (Section.Key key : keys) {
            if (key.id().equals(shop)) {
                return key.secret();
            }
        }
        return null;
    }

    private static Call read(Beacon beacon, Reading reading) throws RejectedException {
        Endpoint endpoint = Endpoint.of(beacon.path());
        if (endpoint == null) {
            throw unknownPath();
        }
        return read(endpoint, beacon, reading);
    }

    private static Call read(Endpoint endpoint, Beacon beacon, Reading reading) throws RejectedException {
        Beacon sniffed = SniffedBody.of(beacon);
        HiddenSecret.refuseIn(sniffed);
        Parameters parameters = Parameters.read(endpoint, sniffed);
        if (!parameters.hasSecret()) {
            return reading.of(endpoint, parameters, null, sniffed);
        }
        // Only a shop's back office comes here: a second pass costs nobody much, and leaves no trace of the secret.
        Beacon stripped = BeaconSplice.without(sniffed, Parameters.SECRETS);
        return reading.of(endpoint, Parameters.read(endpoint, stripped), parameters.text(Param.SHOP_SECRET), stripped);
    }

    private static Call call(Endpoint endpoint, Parameters parameters, @Nullable String secret, Beacon beacon) {
        return switch (endpoint) {
            case CART -> new CartCall(parameters, secret);
            case CART_CLEAR -> new CartClearCall(parameters, secret, beacon);
            case COUNTERS -> new CountersCall(parameters, secret);
            default -> new EventCall(endpoint, parameters, secret, beacon);
        };
    }

    private static Parameters journalled(Beacon beacon) {
        try {
            return Parameters.read(journalledAt(beacon), SniffedBody.of(beacon));
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    private static Endpoint journalledAt(Beacon beacon) {
        Endpoint endpoint = Endpoint.of(beacon.path());
        if (endpoint == null) {
            throw new IllegalStateException(UNREADABLE, unknownPath());
        }
        return endpoint;
    }

    private static RejectedException unknownPath() {
        return new RejectedException(Rejection.UNKNOWN_PATH, null, "no path of this dialect");
    }

    /** What parameters amount to, once their secret is known and cut out. */
    private interface Reading {
        Call of(Endpoint endpoint, Parameters parameters, @Nullable String secret, Beacon beacon);
    }
}
