package dev.weir.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the visitor stood when the event happened, as the client said.
 *
 * @param timeMillis when it happened, Unix milliseconds, if the client said so
 * @param stream the source of data: web, ios, android or any other word
 * @param segment the visitor's part in an A/B test: A or B
 * @param referrer the page's own referrer
 * @param source the campaign that brought the visitor here
 * @param recommendedBy what led to the product: dynamic, full_search, instant_search, ...
 * @param recommendedCode which one of those
 * @param identifiers other names of the visitor (email, phone, external_id, loyalty_id, telegram_id), never null
 */
public record Context(
        @Nullable Long timeMillis,
        @Nullable String stream,
        @Nullable String segment,
        @Nullable String referrer,
        @Nullable Source source,
        @Nullable String recommendedBy,
        @Nullable String recommendedCode,
        Map<String, String> identifiers) {

    public static final Context EMPTY = new Context(null, null, null, null, null, null, null, Map.of());

    public Context {
        identifiers = Map.copyOf(identifiers);
    }

    /** The same, at this time. */
    public Context at(@Nullable Long millis) {
        return new Context(millis, stream, segment, referrer, source, recommendedBy, recommendedCode, identifiers);
    }

    /** A campaign: {@code from} says of which kind, {@code code} which one. */
    public record Source(String from, @Nullable String code) {}
}
