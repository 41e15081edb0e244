package dev.weir.dialect.pagent;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose head has been read. Its body is read by {@link #parts}, and not before. */
final class PagentCall implements Call {

    private final Endpoint endpoint;
    private final byte[] body;
    private final @Nullable String authorization;
    private int events;

    PagentCall(Endpoint endpoint, byte[] body, @Nullable String authorization) {
        this.endpoint = endpoint;
        this.body = body;
        this.authorization = authorization;
    }

    @Override
    public Credential credential() throws RejectedException {
        return new Credential.ApiKey(List.of(Bearer.key(authorization)));
    }

    @Override
    public RejectedException unknownSection() {
        return Bearer.wrong();
    }

    @Override
    public RejectedException wrongSecret() {
        return Bearer.wrong();
    }

    /** A shop's server speaks, and no visitor: each event names its own. */
    @Override
    public Claim claim() {
        return Claim.NOBODY;
    }

    @Override
    public boolean cookieless() {
        return true;
    }

    @Override
    public List<Part> parts(Section section) throws RejectedException {
        List<Part> parts = Body.read(endpoint, body);
        events = parts.size();
        return parts;
    }

    /** To be asked after {@link #parts}. */
    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.of(events);
    }
}
