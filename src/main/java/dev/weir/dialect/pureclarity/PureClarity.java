package dev.weir.dialect.pureclarity;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Bulk;
import dev.weir.dialect.Call;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Route;
import dev.weir.dialect.wire.BeaconSplice;
import dev.weir.dialect.wire.QueryNames;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The PureClarity server-side API. Safe for many threads. */
public final class PureClarity implements Dialect {

    public static final String LABEL = "pureclarity";
    static final String PATH = "/api/serverside";

    private static final String UNREADABLE = "a journalled beacon that this dialect cannot read";
    private static final Bulk BULK = new VisitorBulk();
    private static final List<Route> ROUTES = List.of(new Route("POST", PATH));

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public List<Route> routes() {
        return ROUTES;
    }

    /** The body is all: this vendor's requests have neither a query nor a form. */
    @Override
    public Call read(Route route, Beacon beacon, Head head) throws RejectedException {
        return read(beacon);
    }

    @Override
    public boolean hasSecretIn(String query) {
        return QueryNames.hold(query, Body.SECRETS);
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        return read(envelope.beacon()).event();
    }

    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        return Outbound.of(journalled(envelope.beacon()).outbound(envelope, keys));
    }

    /** See {@link RequestWriter} and {@link EventWriter} for what is taken from the beacon. */
    @Override
    public Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        try {
            return Outbound.of(read(envelope.beacon()).reencoded(envelope, keys));
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    @Override
    public Bulk bulk() {
        return BULK;
    }

    @Override
    public boolean judgesAnswers() {
        return true;
    }

    /** This vendor says in the JSON what others say by a status; its errors may hold what the visitor sent. */
    @Override
    public @Nullable String refusal(Inquiry.VendorAnswer answer) {
        return Answers.hasErrors(answer.body()) ? "errors in the answer" : null;
    }

    @Override
    public @Nullable String keyId(Envelope envelope) {
        return journalled(envelope.beacon()).appId();
    }

    @Override
    public void checkFallback(String name, String json) {
        if (!name.equals(Body.ZONES)) {
            throw new IllegalArgumentException("no content of this dialect (expected: " + Body.ZONES + ")");
        }
        Answers.checkZones(json);
    }

    private static PureClarityCall read(Beacon beacon) throws RejectedException {
        Body body = Body.read(beacon.body());
        Beacon json = new Beacon("POST", PATH, "", BodyKind.JSON, beacon.body());
        Beacon stripped = body.hasSecret() ? BeaconSplice.without(json, Body.SECRETS) : json;
        HiddenSecret.refuseIn(stripped.body(), body.text(Member.SECRET_KEY));
        return new PureClarityCall(body, stripped);
    }

    private static PureClarityCall journalled(Beacon beacon) {
        try {
            return read(beacon);
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }
}
