package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that only the vendor can answer. It goes on as it came, byte for byte, secrets and ids included: it is none of our
 * events, and nothing of it is kept.
 */
final class PassedOnCall implements PersonaClickCall {

    private final Passage passage;
    private final Parameters parameters;
    private final Claim claim;
    private final Outbound request;

    private PassedOnCall(Passage passage, Parameters parameters, Outbound request) {
        this.parameters = parameters;
        this.claim = PersonaClickCall.claim(parameters, DeviceNeed.OPTIONAL);
        this.passage = passage;
        this.request = request;
    }

    /** Reads whose call it is: all that has to be understood of it. */
    static PassedOnCall read(Passage passage, Beacon beacon, Head head) throws RejectedException {
        return new PassedOnCall(passage, parameters(beacon, head), new Outbound(beacon, head.contentType(), null));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public @Nullable String secret() {
        return parameters.text(Param.SHOP_SECRET);
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
        return new PassedOnInquiry(
                passage,
                request,
                passage.effect() == Passage.Effect.LISTS ? CacheKey.of(request.beacon()) : null,
                DefaultContent.of(section, passage),
                DefaultContent.isConfigured(section, passage));
    }

    @Override
    public Answer accepted(Section section, Ids ids) {
        throw new IllegalStateException("a call that is passed on has the vendor's answer");
    }

    /**
     * The query and, where it can be read, the body. What cannot (a table, a list, text beyond our bounds) is the vendor's to
     * judge, if the query says whose it is; else what is wrong with the body is why nobody knows.
     */
    private static Parameters parameters(Beacon beacon, Head head) throws RejectedException {
        Beacon queryAlone = Beacon.withoutBody(beacon.method(), beacon.path(), beacon.query());
        Parameters ofQuery = Parameters.read(Endpoint.PASSED_ON, queryAlone);
        if (beacon.body().length == 0) {
            return ofQuery;
        }
        try {
            return Parameters.read(Endpoint.PASSED_ON, legible(beacon, head, queryAlone));
        } catch (RejectedException illegible) {
            if (ofQuery.text(Param.SHOP_ID) == null) {
                throw illegible;
            }
            return ofQuery;
        }
    }

    /** An object by its look, a form by its content type alone: a file's bytes can look like one. */
    private static Beacon legible(Beacon beacon, Head head, Beacon queryAlone) {
        byte[] fields = MultipartFields.asForm(Endpoint.PASSED_ON, beacon.body(), head.contentType());
        if (fields != null) {
            return withBody(beacon, BodyKind.FORM, fields);
        }
        if (beginsAnObject(beacon.body())) {
            return withBody(beacon, BodyKind.JSON, beacon.body());
        }
        return beacon.bodyKind() == BodyKind.FORM ? beacon : queryAlone;
    }

    private static Beacon withBody(Beacon beacon, BodyKind kind, byte[] body) {
        return new Beacon(beacon.method(), beacon.path(), beacon.query(), kind, body);
    }

    private static boolean beginsAnObject(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }
}
