package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.FormReader;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a listing's answer may be kept under: its path and the parameters of the API reference's list (Categories caching),
 * in the order of their names. Who asks makes no difference to a listing. With any parameter beside, JSON filters and
 * secrets above all, the answer is another one, and is not kept.
 */
final class CacheKey {

    private static final Set<String> LISTED = Set.of(
            "shop_id",
            "categories",
            "locations",
            "brands",
            "merchants",
            "filters_search_by",
            "category_limit",
            "available",
            "price_min",
            "price_max",
            "sort_by",
            "sort_dir",
            "limit",
            "page",
            "offset");

    private static final Set<String> WHO_ASKS = Set.of("did", "sid", "seance", "stream", "segment");

    private CacheKey() {}

    /** The key of a request whose query has been read, or null if its answer may not be kept. */
    static @Nullable String of(Beacon beacon) throws RejectedException {
        if (beacon.body().length > 0) {
            return null;
        }
        Map<String, String> listed = new TreeMap<>();
        FormReader query = FormReader.ofQuery(beacon.query());
        while (query.next()) {
            if (LISTED.contains(query.name())) {
                listed.put(query.name(), query.value());
            } else if (!WHO_ASKS.contains(query.name())) {
                return null;
            }
        }
        return key(beacon.path(), listed);
    }

    private static String key(String path, Map<String, String> listed) {
        StringBuilder key = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : listed.entrySet()) {
            key.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return key.toString();
    }
}
