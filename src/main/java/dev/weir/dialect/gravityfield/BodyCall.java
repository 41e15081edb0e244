package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Part;
import dev.weir.dialect.gravityfield.Body.Span;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.gravityfield.Endpoint.Kind;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A POST that has been read. */
final class BodyCall implements Call {

    private static final int MAX_ADDRESS = 45;
    private static final int MAX_USER_AGENT = 512;

    /** What is written a second time, with the second event and each one after it. */
    private static final long MAX_REPEATED_BYTES = 1 << 20;

    private final Credential credential;
    private final EngagementUrls urls;
    private final Body body;
    private final String origin;
    private final Visitor visitor;
    private final Claim claim;

    BodyCall(Credential credential, EngagementUrls urls, Body body, String origin) {
        this.credential = credential;
        this.urls = urls;
        this.body = body;
        this.origin = origin;
        this.visitor = body.visitor();
        this.claim = visitor.claim();
    }

    @Override
    public Credential credential() {
        return credential;
    }

    /** No word of whether the section exists: a key is all that names it. */
    @Override
    public RejectedException unknownSection() {
        return ApiKeys.wrong();
    }

    @Override
    public RejectedException wrongSecret() {
        return ApiKeys.wrong();
    }

    @Override
    public Claim claim() {
        return claim;
    }

    /** V2 is what apps speak, and an app's key is in every copy of it. */
    @Override
    public boolean isOfServer() {
        return body.endpoint().api() == Api.V1;
    }

    /** The SDKs keep ids in variables and preferences, and servers in what they like. */
    @Override
    public boolean cookieless() {
        return true;
    }

    /** V1 is for servers: what they do not say of a visitor is unknown, and not what is true of themselves. */
    @Override
    public Envelope.Client client(Envelope.Client connection) {
        String userAgent = body.place().userAgent();
        String known = userAgent == null || userAgent.length() <= MAX_USER_AGENT
                ? userAgent
                : userAgent.substring(0, MAX_USER_AGENT);
        if (visitor.api() == Api.V1) {
            return new Envelope.Client(address(body.place().address()), known, null);
        }
        return known == null ? connection : new Envelope.Client(connection.address(), known, connection.referrer());
    }

    @Override
    public List<Part> parts(Section section) throws RejectedException {
        body.check();
        boolean strict = section.reading() == Section.Reading.STRICT;
        return switch (body.endpoint().kind()) {
            case PAGE -> List.of(page(strict));
            case CHOOSE -> choose(strict);
            case EVENTS, ENGAGEMENTS -> listed(strict);
        };
    }

    @Override
    public @Nullable Inquiry inquiry(Section section, Ids ids) {
        return body.endpoint().kind() == Kind.CHOOSE
                ? new ChooseInquiry(body, claim, section, ids, urls, origin)
                : null;
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.accepted(visitor, ids);
    }

    private Part page(boolean strict) throws RejectedException {
        return new Part.Meant(Events.page(body, strict), Bodies.beacon(body.endpoint(), body.json()), claim, bodyId());
    }

    private List<Part> choose(boolean strict) throws RejectedException {
        if (body.endpoint() == Endpoint.CHOOSE_V2) {
            checkAsked();
        }
        if (!ChooseInquiry.isPageview(body)) {
            return List.of();
        }
        return List.of(new Part.Meant(Events.page(body, strict), Bodies.pageview(body), claim, bodyId()));
    }

    private void checkAsked() throws RejectedException {
        if (body.entries().isEmpty() && !body.isImplicitPageview()) {
            throw noList();
        }
        for (Entry entry : body.entries()) {
            if (entry.fault() != null) {
                throw entry.fault();
            }
            if (!Selection.isNamedIn(entry)) {
                throw Faults.missing(entry.path() + ".selector", "selector, group or campaignId");
            }
        }
    }

    private List<Part> listed(boolean strict) throws RejectedException {
        Span list = body.list();
        List<Entry> entries = body.entries();
        if (list == null || entries.isEmpty()) {
            throw noList();
        }
        checkRepetition(list, entries.size());
        List<Part> parts = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            parts.add(part(list, entry, strict));
        }
        return parts;
    }

    private Part part(Span list, Entry entry, boolean strict) {
        try {
            Event event = Events.of(body, entry, strict);
            boolean isAlone = body.entries().size() == 1;
            return new Part.Meant(
                    event,
                    isAlone ? Bodies.beacon(body.endpoint(), body.json()) : Bodies.alone(body, list, entry),
                    claim,
                    EventMapping.id(entry));
        } catch (RejectedException faulty) {
            return new Part.Faulty(faulty);
        }
    }

    /** A few bytes an event beside a great deal of context would fill a journal at little cost. */
    private void checkRepetition(Span list, int entries) throws RejectedException {
        long around = (long) body.json().length - (list.end() - list.start());
        if (around * (entries - 1) > MAX_REPEATED_BYTES) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX,
                    body.listName(),
                    "too many events for what stands beside them (expected: both together at most " + MAX_REPEATED_BYTES
                            + " bytes when each event has it with it)");
        }
    }

    private RejectedException noList() {
        return new RejectedException(
                Rejection.MISSING_PARAMETER,
                body.listName(),
                (body.list() == null ? "missing" : "empty") + " (expected: " + Body.EXPECTED_LIST + ")");
    }

    private @Nullable String bodyId() {
        String id = body.text("event_id");
        return id == null ? body.text("eventId") : id;
    }

    private static @Nullable String address(@Nullable String text) {
        if (text == null || text.length() > MAX_ADDRESS) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isOfAddress = Character.digit(c, 16) >= 0 || c == '.' || c == ':';
            if (!isOfAddress || c > '~') {
                return null;
            }
        }
        return text;
    }
}
