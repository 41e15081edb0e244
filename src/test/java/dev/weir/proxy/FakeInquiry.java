package dev.weir.proxy;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** A question of no dialect: 2xx is an answer, anything else is not. */
final class FakeInquiry implements Inquiry.OfVendor {

    static final String ROUTE = "/recommend/*";

    private final Outbound request;
    private final AtomicReference<VendorAnswer> received = new AtomicReference<>();
    private boolean carriesEvents;
    private boolean isShareable;
    private String cacheKey;
    private boolean hasFallback = true;
    private boolean isFaulty;

    private FakeInquiry(Outbound request) {
        this.request = request;
    }

    static FakeInquiry get(String path, String query) {
        return of(Outbound.of(Beacon.withoutBody("GET", path, query)));
    }

    static FakeInquiry post(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return of(Outbound.of(new Beacon("POST", path, "", Beacon.BodyKind.JSON, body)));
    }

    static FakeInquiry of(Outbound request) {
        return new FakeInquiry(request);
    }

    FakeInquiry carryingEvents() {
        carriesEvents = true;
        return this;
    }

    FakeInquiry shareable() {
        isShareable = true;
        return this;
    }

    FakeInquiry keptAs(String key) {
        cacheKey = key;
        return this;
    }

    FakeInquiry withoutFallback() {
        hasFallback = false;
        return this;
    }

    FakeInquiry failingToRead() {
        isFaulty = true;
        return this;
    }

    VendorAnswer received() {
        return received.get();
    }

    @Override
    public String routePath() {
        return ROUTE;
    }

    @Override
    public Outbound request() {
        return request;
    }

    @Override
    public boolean carriesEvents() {
        return carriesEvents;
    }

    @Override
    public boolean isShareable() {
        return isShareable;
    }

    @Override
    public String cacheKey() {
        return cacheKey;
    }

    @Override
    public Reception receive(VendorAnswer answer) {
        received.set(answer);
        if (isFaulty) {
            throw new IllegalStateException("cannot read it");
        }
        return answer.isSuccess()
                ? new Reception(Answer.json(answer.status(), answer.body()), null)
                : new Reception(Answer.json(200, "{}"), Absence.STATUS);
    }

    @Override
    public Answer fallback(Absence why) throws RejectedException {
        if (!hasFallback) {
            throw new RejectedException(Rejection.UPSTREAM_TIMEOUT, null, "no content");
        }
        return Answer.json(200, "{}");
    }

    @Override
    public Part.Meant fallbackEvent(Absence why) {
        return null;
    }
}
