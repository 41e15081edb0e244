package dev.weir.dialect.personaclick;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weir.dialect.Answer;
import dev.weir.event.Section;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page gets when the vendor gives no answer. Content stands in for calls that read and for no others: to a call that
 * changes something, it would say that it was done.
 */
final class DefaultContent {

    /**
     * Nothing found, in the API reference's shapes of instant and full search together; the last line is what the SDK for
     * Android reads beside them.
     */
    private static final Answer NOTHING_FOUND = Answer.json(
            200,
            "{\"search_query\":\"\",\"html\":\"\",\"products\":[],\"products_total\":0,\"brands\":[],\"categories\":[],"
                    + "\"filters\":[],\"industrial_filters\":{\"colors\":[],\"fashion_sizes\":[]},"
                    + "\"price_range\":{\"min\":0,\"max\":0},\"queries\":[],\"keywords\":[],\"virtual_categories\":[],"
                    + "\"search_query_redirects\":[],\"book_authors\":[],\"book_author\":[],"
                    + "\"suggests\":[],\"collections\":[],\"locations\":[],\"price_ranges\":[]}");

    private static final Map<String, Answer> BUILT_IN = Map.of(
            "/recommend/*", Answer.json(200, "{\"html\":\"\",\"title\":\"\",\"recommends\":[],\"id\":0}"),
            "/search", NOTHING_FOUND,
            "/search/blank", NOTHING_FOUND);

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private DefaultContent() {}

    /** The operator's content for this call, or ours, or null if there is none. */
    static @Nullable Answer of(Section section, Passage passage) {
        if (!passage.isRead()) {
            return null;
        }
        String path = passage.route().path();
        String configured = section.fallback(PersonaClick.LABEL, path);
        return configured == null ? BUILT_IN.get(path) : Answer.json(200, configured);
    }

    static boolean isConfigured(Section section, Passage passage) {
        return passage.isRead()
                && section.fallback(PersonaClick.LABEL, passage.route().path()) != null;
    }

    /**
     * Checks content of the operator's.
     *
     * @param path a passage's
     * @throws IllegalArgumentException if no call to that path only reads, or the text is no JSON object or array
     */
    static void check(String path, String json) {
        if (!Passage.readPaths().contains(path)) {
            throw new IllegalArgumentException("no path whose answer content can stand in for (expected: one of "
                    + String.join(", ", Passage.readPaths()) + ")");
        }
        if (!isObjectOrArray(json)) {
            throw new IllegalArgumentException("no JSON that a page could read (expected: one object or array)");
        }
    }

    private static boolean isObjectOrArray(String json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null || !first.isStructStart()) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
