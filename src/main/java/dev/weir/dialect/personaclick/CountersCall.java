package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Inquiry.OfCounts.Counts;
import dev.weir.dialect.Part;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks how often a product was looked at, put into a cart and bought (API reference, Get product stats). */
final class CountersCall implements PersonaClickCall {

    private final Parameters parameters;
    private final @Nullable String secret;
    private final Claim claim;

    /** @param secret as presented, or null */
    CountersCall(Parameters parameters, @Nullable String secret) {
        this.parameters = parameters;
        this.secret = secret;
        this.claim = PersonaClickCall.claim(parameters, DeviceNeed.OPTIONAL);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public @Nullable String secret() {
        return secret;
    }

    @Override
    public Claim claim() {
        return claim;
    }

    @Override
    public List<Part> parts(Section section) {
        return List.of();
    }

    @Override
    public Inquiry inquiry(Section section, Ids ids) throws RejectedException {
        Fields fields = new Fields(parameters, section.reading() == Section.Reading.STRICT);
        return new OfItem(fields.requiredId(Param.ITEM, "the id of the product"));
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        return Answers.counters(Counts.NONE, Counts.NONE);
    }

    private record OfItem(String itemId) implements Inquiry.OfCounts {
        @Override
        public Answer answer(Counts lastQuarterHour, Counts lastDay) {
            return Answers.counters(lastQuarterHour, lastDay);
        }
    }
}
