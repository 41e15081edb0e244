package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Inquiry.OfCounts.Counts;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonText;
import dev.weir.dialect.wire.Numbers;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.math.BigDecimal;
import java.util.List;

/**
 * What clients get back. The SDK for iOS takes nothing but 200 with a JSON object for a success, the one for React Native
 * wants {@code "status":"success"} after a token, and every client is content with both; so that is the answer to every
 * POST, though the documents have 204 and empty bodies here and there ({@link Section.Answers#LITERAL} gives those).
 */
final class Answers {

    private static final Answer SUCCESS = Answer.json(200, "{\"status\":\"success\"}");
    private static final Answer NO_CONTENT = Answer.empty(204);
    private static final Answer EMPTY = Answer.empty(200);

    /**
     * The API reference's remaining fields of {@code /init}, for a shop about which nothing is known here. Never a {@code
     * message} nor a {@code status}: the SDK for React Native takes them for a failure.
     */
    private static final String NEUTRAL = ",\"currency\":\"\",\"email_collector\":false,\"has_email\":false,"
            + "\"recommendations\":false,\"lazy_load\":false,\"auto_css_recommender\":false,\"cms\":\"\",\"snippets\":[],"
            + "\"search\":{\"enabled\":false,\"landing\":\"\",\"type\":\"blank\",\"settings\":{\"redirects\":{}}},"
            + "\"web_push_settings\":{\"public_key\":\"\",\"safari_enabled\":false,\"safari_id\":\"\","
            + "\"service_worker\":\"\"},\"recone\":false}";

    private static final BigDecimal LEAST_ERROR = BigDecimal.valueOf(400);

    private Answers() {}

    static Answer accepted(Endpoint endpoint, Section.Answers form) {
        if (form == Section.Answers.HELPFUL) {
            return SUCCESS;
        }
        return switch (endpoint) {
            case CUSTOM -> NO_CONTENT;
            case TRACK_OPENED, TRACK_RECEIVED, TRACK_DELIVERED, TRACK_CLICKED, TRACK_CLOSED -> EMPTY;
            default -> SUCCESS;
        };
    }

    static Answer session(String deviceId, String sessionId) {
        StringBuilder json = new StringBuilder(512).append("{\"did\":");
        JsonText.quote(json, deviceId);
        json.append(",\"seance\":");
        JsonText.quote(json, sessionId);
        return Answer.json(200, json.append(NEUTRAL).toString());
    }

    /** The API reference's answer to Get client's shopping cart. */
    static Answer cart(List<Item> items) {
        StringBuilder json = new StringBuilder(128).append("{\"status\":\"success\",\"data\":{\"items\":[");
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            json.append(i == 0 ? "{\"uniqid\":" : ",{\"uniqid\":");
            JsonText.quote(json, item.id());
            json.append(",\"quantity\":").append(item.quantity()).append('}');
        }
        return Answer.json(200, json.append("]}}").toString());
    }

    /** The API reference's answer to Get product stats. */
    static Answer counters(Counts lastQuarterHour, Counts lastDay) {
        StringBuilder json = new StringBuilder(128).append("{\"daily\":");
        append(json, lastDay);
        json.append(",\"now\":");
        append(json, lastQuarterHour);
        return Answer.json(200, json.append('}').toString());
    }

    /**
     * Whether a vendor's answer, or as much as is given of it, says of itself that it is none: {@code "status":"error"}, or a
     * status of 400 and beyond (wire-facts 1.6: so the SDKs read it, whatever HTTP says).
     */
    static boolean isError(byte[] json) {
        JsonMembers members = JsonMembers.of(json);
        String status = members == null ? null : members.scalar("status");
        if (status == null || status.equals("error")) {
            return status != null;
        }
        BigDecimal number = Numbers.decimal(status);
        return number != null && number.compareTo(LEAST_ERROR) >= 0;
    }

    private static void append(StringBuilder json, Counts counts) {
        json.append("{\"view\":").append(counts.views());
        json.append(",\"cart\":").append(counts.carts());
        json.append(",\"purchase\":").append(counts.purchases()).append('}');
    }

    /** The message stands where the documents have it, and where the vendor's servers put it. */
    static Answer rejected(RejectedException rejected) {
        StringBuilder message = new StringBuilder(128);
        JsonText.quote(message, String.valueOf(rejected.getMessage()));
        return Answer.json(
                rejected.rejection().status(),
                "{\"status\":\"error\",\"message\":" + message + ",\"payload\":{\"message\":" + message + "}}");
    }
}
