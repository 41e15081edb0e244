package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Route;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.wire.QueryNames;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Gravity Field APIs: V1 for servers, and V2, which the vendor's SDKs speak. Safe for many threads. */
public final class GravityField implements Dialect {

    public static final String LABEL = "gravityfield";

    private static final String UNREADABLE = "a journalled beacon that this dialect cannot read";

    private final EngagementUrls urls;

    public GravityField(EngagementUrls urls) {
        this.urls = urls;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public List<Route> routes() {
        return Endpoint.routes();
    }

    /** The key comes first: a stranger learns nothing of what is wrong with the rest. */
    @Override
    public Call read(Route route, Beacon beacon, Head head) throws RejectedException {
        Credential credential = ApiKeys.of(head.authorization());
        try {
            Engagement engagement = engagement(beacon);
            return engagement == null
                    ? new BodyCall(credential, urls, body(beacon), head.origin())
                    : new EngagementCall(credential, engagement, beacon.path());
        } catch (RejectedException unreadable) {
            return new UnreadableCall(credential, unreadable);
        }
    }

    @Override
    public boolean hasSecretIn(String query) {
        return QueryNames.hold(query, ApiKeys.PARAMETERS);
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        Engagement engagement = engagement(envelope.beacon());
        return engagement == null ? Events.only(body(envelope.beacon())) : engagement.event();
    }

    /** A V2 event that names no time gets that of its acceptance, an app's that names no user agent its connection's. */
    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        try {
            Engagement engagement = engagement(envelope.beacon());
            Beacon beacon = engagement == null ? completed(envelope, acceptedMillis) : engagement.beacon();
            return authorized(beacon, keys);
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /**
     * In the API that it came in; see {@link RequestWriter} for what is taken from the beacon. A call of one of our own URLs is
     * a call of the vendor's behind it, in whose bytes there is nothing to write anew.
     */
    @Override
    public Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        try {
            Engagement engagement = engagement(envelope.beacon());
            if (engagement != null) {
                return authorized(engagement.beacon(), keys);
            }
            Body body = body(envelope.beacon());
            Beacon beacon =
                    new RequestWriter(body).write(envelope, Events.only(body), sessionToPut(envelope), acceptedMillis);
            return authorized(beacon, keys);
        } catch (RejectedException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    @Override
    public void checkFallback(String name, String json) {
        boolean known =
                name.equals(ChooseInquiry.contentName(Api.V1)) || name.equals(ChooseInquiry.contentName(Api.V2));
        if (!known) {
            throw new IllegalArgumentException(
                    "no content of this dialect (expected: data, for /v2/choose, or choices, for /ssapi/choose)");
        }
        if (!VendorChoices.isArrayOfObjects(json)) {
            throw new IllegalArgumentException("not the content of an answer (expected: a JSON array of objects)");
        }
    }

    /** What a call of one of our own URLs stands for; null for another call. */
    private @Nullable Engagement engagement(Beacon beacon) throws RejectedException {
        if (!beacon.path().startsWith(Endpoint.ENGAGEMENT_URL_PATH)) {
            return null;
        }
        Engagement engagement = urls.open(beacon.path().substring(Endpoint.ENGAGEMENT_URL_PATH.length()));
        if (engagement == null) {
            throw EngagementCall.notIssued();
        }
        return engagement;
    }

    private static Body body(Beacon beacon) throws RejectedException {
        Endpoint endpoint = Endpoint.of(beacon.path());
        if (endpoint == null) {
            throw new RejectedException(Rejection.UNKNOWN_PATH, null, "no path of this dialect");
        }
        return Body.read(endpoint, beacon.body());
    }

    private static Beacon completed(Envelope envelope, long acceptedMillis) throws RejectedException {
        Body body = body(envelope.beacon());
        byte[] json = new MissingMembers(body)
                .ids(envelope.deviceId(), sessionToPut(envelope))
                .time(acceptedMillis)
                .client(envelope.client())
                .applied();
        return Bodies.beacon(body.endpoint(), json);
    }

    /** Ours, where the client named none. */
    private static @Nullable String sessionToPut(Envelope envelope) {
        return envelope.clientSessionId() == null ? envelope.sessionId() : null;
    }

    private static Outbound authorized(Beacon beacon, List<Section.Key> keys) {
        return new Outbound(beacon, beacon.bodyKind().contentType(), ApiKeys.bearer(keys));
    }
}
