package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;

/** A request with a key and with nothing behind it that could be read: who lacks the right key is told that first. */
record UnreadableCall(Credential credential, RejectedException why) implements Call {

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
        return Claim.NOBODY;
    }

    @Override
    public List<Part> parts(Section section) throws RejectedException {
        throw why;
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        throw new IllegalStateException("a request that was refused is not answered so");
    }
}
