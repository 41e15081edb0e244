package dev.weir.dialect.pagent;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.List;

/** The pagent API for conversions, versions 1 and 2. Safe for many threads. */
public final class Pagent implements Dialect {

    public static final String LABEL = "pagent";

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
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        Beacon beacon = envelope.beacon();
        Part part = Body.read(endpoint(beacon.path()), beacon.body()).get(0);
        if (part instanceof Part.Faulty faulty) {
            throw faulty.why();
        }
        return ((Part.Meant) part).event();
    }

    /**
     * As it came, for the ids in it are the vendor's own; but with the time of its acceptance where the client named none: the
     * vendor would take that of the delivery.
     */
    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Beacon beacon = timed(envelope, acceptedMillis);
        String secret = keys.get(0).secret();
        return new Outbound(beacon, beacon.bodyKind().contentType(), secret == null ? null : Bearer.header(secret));
    }

    private Beacon timed(Envelope envelope, long acceptedMillis) {
        Beacon beacon = envelope.beacon();
        try {
            if (decode(envelope).context().timeMillis() != null) {
                return beacon;
            }
            byte[] body = Body.at(endpoint(beacon.path()), beacon.body(), acceptedMillis);
            return new Beacon(beacon.method(), beacon.path(), beacon.query(), beacon.bodyKind(), body);
        } catch (RejectedException e) {
            throw new IllegalStateException("a journalled beacon that this dialect cannot read", e);
        }
    }

    @Override
    public void checkFallback(String name, String json) {
        throw new IllegalArgumentException("no content of this dialect (expected: none)");
    }

    private static Endpoint endpoint(String path) throws RejectedException {
        Endpoint endpoint = Endpoint.of(path);
        if (endpoint == null) {
            throw new RejectedException(Rejection.UNKNOWN_PATH, null, "no path of this dialect");
        }
        return endpoint;
    }
}
