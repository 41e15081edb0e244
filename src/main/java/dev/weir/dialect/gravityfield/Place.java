package dev.weir.dialect.gravityfield;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the visitor stands: {@code context} with {@code page} and {@code device} in it (V1), or {@code ctx} (V2; {@code
 * context} in early versions of the SDK for Flutter). Confined to one thread.
 */
final class Place {

    private final Map<String, String> page = new LinkedHashMap<>();
    private Map<String, String> device = Map.of();
    private Map<String, String> attributes = Map.of();

    /** Reads the object that the reader stands on. */
    void readContext(JsonReader json) throws RejectedException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            boolean isObject = json.isObject();
            if (isObject && name.equals("page")) {
                page.putAll(Texts.of(json));
            } else if (isObject && name.equals("device")) {
                device = Texts.of(json);
            } else if (isObject && name.equals("attributes")) {
                attributes = Texts.of(json);
            } else {
                Texts.put(page, name, json);
            }
        }
    }

    /** Reads {@code device} where it stands beside {@code ctx}. */
    void readDevice(JsonReader json) throws RejectedException {
        device = Texts.of(json);
    }

    /** What the visitor's device calls itself, or null. */
    @Nullable
    String userAgent() {
        String userAgent = device.get("ua");
        return userAgent == null ? device.get("userAgent") : userAgent;
    }

    /** The visitor's address, unchecked, or null. */
    @Nullable
    String address() {
        return device.get("ip");
    }

    Context context(@Nullable Long timeMillis, @Nullable String ownId) {
        return new Context(
                timeMillis,
                attributes.get("app_platform"),
                null,
                page.get("referrer"),
                null,
                null,
                null,
                ownId == null ? Map.of() : Map.of("external_id", ownId));
    }

    Event page(Context context) {
        Map<String, String> details = new LinkedHashMap<>(page);
        details.remove("referrer");
        return new Event.Page(context, details.remove("type"), details.remove("location"), details);
    }
}
