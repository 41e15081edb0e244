package dev.weir.ingest;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Ids;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.identity.Visitor;
import org.jspecify.annotations.Nullable;

/** Who a request's events are of: each claim is looked into once. Confined to one request. */
final class Visitors {

    private final Identities identities;
    private final Section section;
    private final @Nullable String cookies;
    private @Nullable Claim lastClaim;
    private @Nullable Visitor lastVisitor;

    Visitors(Identities identities, Section section, @Nullable String cookies) {
        this.identities = identities;
        this.section = section;
        this.cookies = cookies;
    }

    /** Events that follow each other mostly have one claim, and mostly it is the same object. */
    Visitor of(Claim claim) throws RejectedException {
        Visitor known = lastVisitor;
        if (known != null && claim.equals(lastClaim)) {
            return known;
        }
        Visitor visitor = identities.resolve(section, claim, cookies);
        lastClaim = claim;
        lastVisitor = visitor;
        return visitor;
    }

    /** A client that made a session id of its own must get that one back, or it would keep two (wire-facts 1.3). */
    static Ids idsOf(Visitor visitor) {
        String presented = visitor.clientSessionId();
        return new Ids(visitor.deviceId(), presented == null ? visitor.sessionId() : presented);
    }
}
