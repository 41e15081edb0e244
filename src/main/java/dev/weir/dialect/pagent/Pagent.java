package dev.weir.dialect.pagent;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Bulk;
import dev.weir.dialect.Call;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.dialect.Route;
import dev.weir.dialect.wire.QueryNames;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pagent API for conversions, versions 1 and 2. Safe for many threads. */
public final class Pagent implements Dialect {

    public static final String LABEL = "pagent";

    private static final String UNREADABLE = "a journalled beacon that this dialect cannot read";

    private static final Bulk BULK = new ConversionBulk();

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public List<Route> routes() {
        return Endpoint.ROUTES;
    }

    @Override
    public Call read(Route route, Beacon beacon, Head head) throws RejectedException {
        return new PagentCall(endpoint(route.path()), beacon.body(), head.authorization());
    }

    @Override
    public boolean hasSecretIn(String query) {
        return QueryNames.hold(query, Bearer.PARAMETERS);
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        return only(envelope.beacon()).event();
    }

    /**
     * As it came, for the ids in it are the vendor's own; but with the time of its acceptance where the client named none: the
     * vendor would take that of the delivery.
     */
    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Beacon beacon = envelope.beacon();
        if (journalled(beacon).event().context().timeMillis() != null) {
            return authorized(beacon, keys);
        }
        byte[] body = Body.at(journalledAt(beacon), beacon.body(), acceptedMillis);
        return authorized(new Beacon(beacon.method(), beacon.path(), beacon.query(), beacon.bodyKind(), body), keys);
    }

    /** At the endpoint at which it came; see {@link ConversionWriter} for what is taken from the beacon. */
    @Override
    public Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Beacon beacon = envelope.beacon();
        Endpoint endpoint = journalledAt(beacon);
        byte[] event = new ConversionWriter(endpoint, Body.event(endpoint, beacon.body()))
                .write(journalled(beacon), acceptedMillis);
        return authorized(new Beacon("POST", endpoint.path(), "", BodyKind.JSON, Body.of(endpoint, event)), keys);
    }

    @Override
    public Bulk bulk() {
        return BULK;
    }

    @Override
    public boolean judgesAnswers() {
        return true;
    }

    /** The document's {@code {"accepted":n}} with nothing accepted. */
    @Override
    public @Nullable String refusal(Inquiry.VendorAnswer answer) {
        return Answers.isNoneAccepted(answer.body()) ? "accepted is 0 in the answer" : null;
    }

    @Override
    public void checkFallback(String name, String json) {
        throw new IllegalArgumentException("no content of this dialect (expected: none)");
    }

    private static Outbound authorized(Beacon beacon, List<Section.Key> keys) {
        String secret = keys.get(0).secret();
        return new Outbound(beacon, beacon.bodyKind().contentType(), secret == null ? null : Bearer.header(secret));
    }

    private static Part.Meant journalled(Beacon beacon) {
        try {
            return only(beacon);
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    private static Endpoint journalledAt(Beacon beacon) {
        try {
            return endpoint(beacon.path());
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /** The one event of a journalled beacon. */
    private static Part.Meant only(Beacon beacon) throws RejectedException {
        Part part = Body.read(endpoint(beacon.path()), beacon.body()).get(0);
        if (part instanceof Part.Faulty faulty) {
            throw faulty.why();
        }
        return (Part.Meant) part;
    }

    private static Endpoint endpoint(String path) throws RejectedException {
        Endpoint endpoint = Endpoint.of(path);
        if (endpoint == null) {
            throw new RejectedException(Rejection.UNKNOWN_PATH, null, "no path of this dialect");
        }
        return endpoint;
    }
}
