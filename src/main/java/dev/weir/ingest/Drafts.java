package dev.weir.ingest;

import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.Envelope;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.client.KeptAddress;
import dev.weir.ingest.identity.SectionCookie;
import dev.weir.ingest.identity.Visitor;
import dev.weir.ingest.key.Verified;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a request is to be journalled: its events, each with who it is of. Confined to one request. */
final class Drafts {

    private final IntakeParts parts;
    private final IntakeRequest request;
    private final Call call;
    private final Verified.Known known;
    private final Envelope.Bot bot;
    private @Nullable Claim lastClaim;
    private @Nullable Visitor lastVisitor;

    Drafts(IntakeParts parts, Crawlers crawlers, IntakeRequest request, Call call, Verified.Known known) {
        this.parts = parts;
        this.request = request;
        this.call = call;
        this.known = known;
        this.bot = known.authenticated()
                ? Envelope.Bot.NONE
                : crawlers.kindOf(request.isPrefetch(), request.client().userAgent());
    }

    Section section() {
        return known.section();
    }

    /** Whether the request showed the section's secret. */
    boolean isAuthenticated() {
        return known.authenticated();
    }

    /** What sent the request, if it was no visitor. */
    Envelope.Bot bot() {
        return bot;
    }

    /** Events that follow each other mostly have one claim, and mostly it is the same object: it is looked into once. */
    Visitor visitorOf(Claim claim) throws RejectedException {
        Visitor last = lastVisitor;
        if (last != null && claim.equals(lastClaim)) {
            return last;
        }
        String cookies = call.cookieless() ? null : request.cookies();
        Visitor visitor = parts.identities().resolve(known.section(), claim, cookies);
        lastClaim = claim;
        lastVisitor = visitor;
        return visitor;
    }

    /**
     * Asks other nodes for what {@link #visitorOf} does not know here.
     *
     * @param then called once, if this returns true: before it, nothing is to be looked into
     */
    boolean learn(Claim claim, Runnable then) {
        return parts.identities().learn(known.section(), claim, call.cookieless() ? null : request.cookies(), then);
    }

    /** What tells a browser its device's id, or null where it needs no telling. */
    @Nullable
    String setCookie(@Nullable Visitor of) {
        if (of == null || of.deviceId() == null) {
            return null;
        }
        return SectionCookie.isWanted(known.section(), of, call.cookieless(), request.keepsCookie(), isAuthenticated())
                ? SectionCookie.header(known.section(), of.deviceId())
                : null;
    }

    /** Whom the request is of, as far as the section may know it: what is kept, and what goes out. */
    Envelope.Client client() {
        Envelope.Client connection = request.client();
        return KeptAddress.of(known.section(), call.client(connection).inRequestOf(connection));
    }

    /** A client that made a session id of its own must get that one back, or it would keep two (wire-facts 1.3). */
    static Ids idsOf(Visitor visitor) {
        String presented = visitor.clientSessionId();
        return new Ids(visitor.deviceId(), presented == null ? visitor.sessionId() : presented);
    }

    /**
     * The events that have not come before, and what tells of a fallback.
     *
     * @param repetitions null where no event has a name of its own
     * @param carriedTo the sink whose vendor has heard of the events, or null
     */
    List<Envelope> of(
            List<Part.Meant> events,
            @Nullable Repetitions repetitions,
            @Nullable String carriedTo,
            Part.@Nullable Meant fallback)
            throws RejectedException {
        // Fast path: one event that has no name of its own, and no fallback.
        if (events.size() == 1 && repetitions == null && fallback == null) {
            return List.of(envelope(events.get(0), carriedTo, null));
        }
        List<Envelope> drafts = new ArrayList<>(events.size() + 1);
        for (int i = 0; i < events.size(); i++) {
            if (repetitions == null || repetitions.isFresh(i)) {
                drafts.add(envelope(events.get(i), carriedTo, repetitions == null ? null : repetitions.key(i)));
            }
        }
        if (fallback != null) {
            drafts.add(envelope(fallback, null, null));
        }
        return drafts;
    }

    private Envelope envelope(Part.Meant part, @Nullable String carriedTo, @Nullable String key)
            throws RejectedException {
        Visitor visitor = visitorOf(part.claim());
        Section section = known.section();
        return new Envelope(
                request.dialect().label(),
                section.name(),
                part.event().type(),
                visitor.deviceId(),
                visitor.sessionId(),
                visitor.clientSessionId(),
                Attributions.notes(
                        parts.seenSessions(), section, part, visitor, known.authenticated(), carriedTo, key, bot),
                client(),
                part.beacon());
    }
}
