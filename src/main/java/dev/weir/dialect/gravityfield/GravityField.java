package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Route;
import dev.weir.dialect.gravityfield.Endpoint.Api;
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
    public Answer rejected(RejectedException rejected) {
        return Answers.rejected(rejected);
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        Engagement engagement = engagement(envelope.beacon());
        return engagement == null ? Events.only(body(envelope.beacon())) : engagement.event();
    }

    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        try {
            Engagement engagement = engagement(envelope.beacon());
            Beacon beacon = engagement == null ? withIds(envelope) : engagement.beacon();
            return new Outbound(beacon, beacon.bodyKind().contentType(), ApiKeys.bearer(keys));
        } catch (RejectedException e) {
            throw new IllegalStateException("a journalled beacon that this dialect cannot read", e);
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

    /** The session that the client named, or ours where it named none; the device that the event is of. */
    private static Beacon withIds(Envelope envelope) throws RejectedException {
        Body body = body(envelope.beacon());
        String sessionId = envelope.clientSessionId() == null ? envelope.sessionId() : null;
        return Bodies.beacon(body.endpoint(), Bodies.withIds(body, envelope.deviceId(), sessionId));
    }
}
