package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.util.List;

/** A call of one of our own URLs. */
final class EngagementCall implements Call {

    private final Credential credential;
    private final Engagement engagement;
    private final String path;
    private final Claim claim;

    EngagementCall(Credential credential, Engagement engagement, String path) {
        this.credential = credential;
        this.engagement = engagement;
        this.path = path;
        this.claim = engagement.visitor().claim();
    }

    static RejectedException notIssued() {
        return new RejectedException(
                Rejection.UNKNOWN_PATH, null, "no URL of an engagement (expected: one from the answer to a choose)");
    }

    @Override
    public Credential credential() {
        return credential;
    }

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

    @Override
    public boolean isOfServer() {
        return false;
    }

    @Override
    public boolean cookieless() {
        return true;
    }

    /** A URL of one section's is none in another, whose vendor's server may be another. */
    @Override
    public List<Part> parts(Section section) throws RejectedException {
        if (!section.name().equals(engagement.section())) {
            throw notIssued();
        }
        return List.of(new Part.Meant(engagement.event(), Beacon.withoutBody("GET", path, ""), claim, null));
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.engaged(engagement.visitor(), ids);
    }
}
