package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor is asked, and what the page gets for it: the vendor's answer as it is, errors included. Where there is
 * content to fall back on, it stands in for an error of the vendor's server too.
 *
 * @param content what the page gets instead, or null where only the vendor could tell
 * @param isConfigured whether the content is the operator's own, who wants it given even where there is no upstream
 */
record PassedOnInquiry(
        Passage passage,
        Outbound request,
        @Nullable String cacheKey,
        @Nullable Answer content,
        boolean isConfigured) implements Inquiry.OfVendor {

    @Override
    public String routePath() {
        return passage.route().path();
    }

    @Override
    public boolean carriesEvents() {
        return false;
    }

    /** Some GETs of this API send a message or use something up: two of them are meant to do it twice. */
    @Override
    public boolean isShareable() {
        return passage.isRead()
                && request.beacon().method().equals("GET")
                && request.beacon().body().length == 0;
    }

    @Override
    public Reception receive(VendorAnswer answer) {
        if (answer.status() >= 500 && content != null) {
            return new Reception(content, Absence.STATUS);
        }
        return new Reception(new Answer(answer.status(), headers(answer), answer.body()), null);
    }

    @Override
    public Answer fallback(Absence why) throws RejectedException {
        if (content != null && (isConfigured || why != Absence.NO_UPSTREAM)) {
            return content;
        }
        throw switch (why) {
            case NO_UPSTREAM ->
                new RejectedException(
                        Rejection.NO_UPSTREAM,
                        null,
                        "this section has no upstream that could answer " + passage.route());
            case TIMEOUT ->
                new RejectedException(
                        Rejection.UPSTREAM_TIMEOUT,
                        null,
                        "the upstream did not answer " + passage.route() + " in time");
            default ->
                new RejectedException(
                        Rejection.UPSTREAM_FAILED,
                        null,
                        "the upstream gave no answer to " + passage.route() + ": " + why.label());
        };
    }

    @Override
    public Part.@Nullable Meant fallbackEvent(Absence why) {
        return null;
    }

    private static Map<String, String> headers(VendorAnswer answer) {
        String contentType = answer.contentType();
        if (answer.location() == null && "application/json".equals(contentType)) {
            return Answer.JSON;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (contentType != null) {
            headers.put("content-type", contentType);
        }
        if (answer.location() != null) {
            headers.put("location", answer.location());
        }
        return headers;
    }
}
