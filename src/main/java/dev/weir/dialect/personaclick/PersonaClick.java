package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Route;
import dev.weir.dialect.wire.BeaconSplice;
import dev.weir.dialect.wire.SniffedBody;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PersonaClick (REES46) tracking API. Safe for many threads. */
public final class PersonaClick implements Dialect {

    @Override
    public String label() {
        return "personaclick";
    }

    @Override
    public List<Route> routes() {
        return Endpoint.ROUTES;
    }

    @Override
    public Call read(Route route, Beacon beacon, Head head) throws RejectedException {
        return read(endpoint(route.path()), beacon);
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        Beacon beacon = envelope.beacon();
        return read(endpoint(beacon.path()), beacon).event(Section.Reading.LENIENT);
    }

    @Override
    public Outbound outbound(Envelope envelope, List<Section.Key> keys) {
        PersonaClickCall sent = journalled(envelope.beacon());
        Map<String, String> parameters = new LinkedHashMap<>();
        String device = envelope.deviceId();
        if (device != null) {
            if (!device.equals(sent.claim().deviceId())) {
                parameters.put(Param.DID.label(), device);
            }
            // The vendor gets the session that the client named, in the words it used; ours only where it named none.
            if (envelope.clientSessionId() == null && envelope.sessionId() != null) {
                parameters.put(Param.SEANCE.label(), envelope.sessionId());
                parameters.put(Param.SID.label(), envelope.sessionId());
            }
        }
        String secret = envelope.notes().authenticated() ? secretOf(sent, keys) : null;
        if (secret != null) {
            parameters.put(Param.SHOP_SECRET.label(), secret);
        }
        return Outbound.of(BeaconSplice.with(envelope.beacon(), parameters));
    }

    @Override
    public void checkFallback(String name, String json) {
        throw new IllegalArgumentException("no content of this dialect (expected: none)");
    }

    /** The secret of the very shop that the request names; another of the section's would be refused. */
    private static @Nullable String secretOf(PersonaClickCall sent, List<Section.Key> keys) {
        String shop = sent.shop();
        for (Section.Key key : keys) {
            if (key.id().equals(shop)) {
                return key.secret();
            }
        }
        return null;
    }

    private static PersonaClickCall read(Endpoint endpoint, Beacon beacon) throws RejectedException {
        Beacon sniffed = SniffedBody.of(beacon);
        HiddenSecret.refuseIn(sniffed);
        Parameters parameters = Parameters.read(endpoint, sniffed);
        if (!parameters.hasSecret()) {
            return new PersonaClickCall(endpoint, parameters, null, sniffed);
        }
        // Only a shop's back office comes here: a second pass costs nobody much, and leaves no trace of the secret.
        Beacon stripped = BeaconSplice.without(sniffed, Parameters.SECRETS);
        return new PersonaClickCall(
                endpoint, Parameters.read(endpoint, stripped), parameters.text(Param.SHOP_SECRET), stripped);
    }

    private static PersonaClickCall journalled(Beacon beacon) {
        try {
            return read(endpoint(beacon.path()), beacon);
        } catch (RejectedException e) {
            throw new IllegalStateException("a journalled beacon that this dialect cannot read", e);
        }
    }

    private static Endpoint endpoint(String path) throws RejectedException {
        Endpoint endpoint = Endpoint.of(path);
        if (endpoint == null) {
            throw new RejectedException(Rejection.UNKNOWN_PATH, null, "no path of this dialect");
        }
        return endpoint;
    }
}
