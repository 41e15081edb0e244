package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the vendor what to show. Confined to one thread at a time. */
final class ChooseInquiry implements Inquiry.OfVendor {

    private static final int OK = 200;

    private final Body body;
    private final Visitor visitor;
    private final Claim claim;
    private final Section section;
    private final Ids ids;
    private final EngagementUrls urls;
    private final String origin;

    ChooseInquiry(Body body, Claim claim, Section section, Ids ids, EngagementUrls urls, String origin) {
        this.body = body;
        this.visitor = body.visitor();
        this.claim = claim;
        this.section = section;
        this.ids = ids;
        this.urls = urls;
        this.origin = origin;
    }

    /** Whether a {@code choose} also says that a page was looked at. In V1, one that asks for nothing says just that. */
    static boolean isPageview(Body choose) {
        return choose.isImplicitPageview()
                || (choose.endpoint().api() == Api.V1 && choose.selection().isEmpty());
    }

    /** The name of the content that an operator may configure for when there is no answer. */
    static String contentName(Api api) {
        return api == Api.V2 ? "data" : "choices";
    }

    @Override
    public String routePath() {
        return body.endpoint().route().path();
    }

    @Override
    public Outbound request() {
        byte[] json =
                new MissingMembers(body).ids(ids.deviceId(), ids.sessionId()).applied();
        Beacon beacon = Bodies.beacon(body.endpoint(), json);
        List<Section.Key> keys = section.keys().getOrDefault(GravityField.LABEL, List.of());
        return new Outbound(beacon, beacon.bodyKind().contentType(), ApiKeys.bearer(keys));
    }

    @Override
    public boolean carriesEvents() {
        return isPageview(body);
    }

    @Override
    public boolean isShareable() {
        return false;
    }

    @Override
    public @Nullable String cacheKey() {
        return null;
    }

    /** The guide takes anything but a 200 for no answer. */
    @Override
    public Reception receive(VendorAnswer answer) {
        if (answer.status() != OK) {
            return new Reception(fallback(Absence.STATUS), Absence.STATUS);
        }
        byte[] choices = VendorChoices.inOurWords(
                answer.body(), visitor.userWords(ids), visitor.sessionWords(ids), this::ownUrl);
        return choices == null
                ? new Reception(fallback(Absence.MEANINGLESS), Absence.MEANINGLESS)
                : new Reception(Answer.json(OK, choices), null);
    }

    @Override
    public Answer fallback(Absence why) {
        String content = section.fallback(GravityField.LABEL, contentName(visitor.api()));
        return Answers.content(visitor, ids, content == null ? "[]" : content);
    }

    @Override
    public Part.Meant fallbackEvent(Absence why) {
        Beacon beacon = Bodies.fallback(body, why);
        try {
            Body told =
                    Body.read(body.endpoint().api() == Api.V1 ? Endpoint.EVENT_V1 : Endpoint.EVENT_V2, beacon.body());
            return new Part.Meant(Events.only(told), beacon, claim, null);
        } catch (RejectedException e) {
            throw new IllegalStateException("an event of our own making that this dialect cannot read", e);
        }
    }

    /** Our own URL in place of a vendor's, or null where that has to stay. */
    private @Nullable String ownUrl(VendorChoices.VendorUrl url) {
        String target = urls.targetOf(url.url());
        String deviceId = ids.deviceId();
        String sessionId = ids.sessionId();
        if (target == null || deviceId == null || sessionId == null || visitor.api() == Api.V1) {
            return null;
        }
        Engagement engagement = new Engagement(
                section.name(), visitor.idWord(), deviceId, sessionId, url.action(), target, url.details());
        String token = engagement.isWritable() ? urls.issue(engagement) : null;
        return token == null ? null : origin + Endpoint.ENGAGEMENT_URL_PATH + token;
    }
}
