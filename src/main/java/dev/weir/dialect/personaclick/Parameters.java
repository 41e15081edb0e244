package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.FormReader;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Context;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request says, from its query, form and JSON together; the body counts before the query. Scalars are kept as
 * text, whatever their type was. An empty value and a JSON null are as good as none: they are remembered for strict
 * reading's sake, and take nothing away that was said elsewhere. Confined to one thread.
 */
final class Parameters {

    /** More than any shop names; the size of a body bounds the rest. */
    static final int MAX_OWN = 256;

    /** Those that say the same in most requests. */
    private static final long WORDS =
            Param.SHOP_ID.bit() | Param.EVENT.bit() | Param.STREAM.bit() | Param.SEGMENT.bit() | Param.FROM.bit();

    static final Set<String> SECRETS = Set.of(Param.SHOP_SECRET.label());

    private final Endpoint endpoint;
    private final @Nullable String[] texts;
    private long present;
    private long nested;
    private long unquoted;
    private boolean hasSecret;
    private @Nullable ItemArray items;
    private Context.@Nullable Source source;
    private @Nullable Map<String, String> flattened;
    private @Nullable Map<String, String> own;

    private Parameters(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.texts = new @Nullable String[endpoint.slots()];
    }

    /** Reads a beacon whose body kind is what its body is. */
    static Parameters read(Endpoint endpoint, Beacon beacon) throws RejectedException {
        Parameters parameters = new Parameters(endpoint);
        if (!beacon.query().isEmpty()) {
            parameters.readForm(FormReader.ofQuery(beacon.query()));
        }
        if (beacon.bodyKind() == BodyKind.JSON) {
            parameters.readJson(beacon.body());
        } else if (beacon.bodyKind() == BodyKind.FORM) {
            parameters.readForm(FormReader.ofBody(beacon.body()));
        }
        return parameters;
    }

    /** The parameter as text, or null when it is absent, empty, null, or no scalar. */
    @Nullable
    String text(Param param) {
        return isNested(param) ? null : texts[param.slot()];
    }

    /** As {@link #text}, an object or an array as its JSON text. */
    @Nullable
    String textOrJson(Param param) {
        return texts[param.slot()];
    }

    boolean isPresent(Param param) {
        return (present & param.bit()) != 0;
    }

    /** Whether it came as an object or an array. */
    boolean isNested(Param param) {
        return (nested & param.bit()) != 0;
    }

    /** Whether it came as a JSON number, truth value, object or array. */
    boolean isUnquoted(Param param) {
        return ((unquoted | nested) & param.bit()) != 0;
    }

    /** Whether a secret occurred anywhere. */
    boolean hasSecret() {
        return hasSecret;
    }

    /** The items, or null when there were none, or they were no array. */
    @Nullable
    ItemArray items() {
        return items;
    }

    /** {@code source}, if it came as an object that says something. */
    Context.@Nullable Source source() {
        return source;
    }

    /** The members of {@code custom} or {@code payload}, if it came as an object. */
    Map<String, String> flattened() {
        return flattened == null ? Map.of() : flattened;
    }

    /** The parameters of the shop's own naming, where the endpoint keeps them. */
    Map<String, String> own() {
        return own == null ? Map.of() : own;
    }

    /** Whether the visitor is named by something else than a device id. */
    boolean isIdentified() {
        return text(Param.EMAIL) != null
                || text(Param.PHONE) != null
                || text(Param.EXTERNAL_ID) != null
                || text(Param.LOYALTY_ID) != null
                || text(Param.TELEGRAM_ID) != null;
    }

    private void readForm(FormReader form) throws RejectedException {
        while (form.next()) {
            Param param = endpoint.param(form.name());
            hasSecret |= form.names(SECRETS);
            if (param != null) {
                put(param, form.value());
            } else if (endpoint.keepsOwn()) {
                putOwn(form.name(), form.value());
            }
        }
    }

    private void readJson(byte[] body) throws RejectedException {
        try (JsonReader json = JsonReader.open(body, SECRETS)) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                Param param = endpoint.param(name);
                if (param != null) {
                    readMember(param, json);
                } else if (endpoint.keepsOwn()) {
                    putOwn(name, textOrJson(json));
                } else {
                    json.skip();
                }
            }
            json.end();
            hasSecret |= json.sawSecret();
        }
    }

    private void readMember(Param param, JsonReader json) throws RejectedException {
        if (json.isNested()) {
            readNested(param, json);
        } else if (json.isNull()) {
            present |= param.bit();
        } else {
            put(param, (param.bit() & WORDS) != 0 ? json.word() : json.text());
            if (!json.isQuoted()) {
                unquoted |= param.bit();
            }
        }
    }

    private void readNested(Param param, JsonReader json) throws RejectedException {
        present |= param.bit();
        nested |= param.bit();
        if (param == Param.ITEMS && json.isArray()) {
            items = ItemArray.read(json);
        } else if (param == Param.SOURCE && json.isObject()) {
            source = Sources.read(json);
        } else if ((param == Param.CUSTOM || param == Param.PAYLOAD) && json.isObject()) {
            flattened = flatten(json);
        } else {
            texts[param.slot()] = json.rawJson();
        }
    }

    private void put(Param param, String text) {
        present |= param.bit();
        if (!text.isEmpty()) {
            texts[param.slot()] = text;
            nested &= ~param.bit();
            unquoted &= ~param.bit();
        }
    }

    private void putOwn(String name, @Nullable String text) throws RejectedException {
        if (own == null) {
            own = new LinkedHashMap<>();
        }
        putBounded(own, name, text);
    }

    private static Map<String, String> flatten(JsonReader json) throws RejectedException {
        Map<String, String> members = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            putBounded(members, name, textOrJson(json));
        }
        return members;
    }

    private static void putBounded(Map<String, String> to, String name, @Nullable String text)
            throws RejectedException {
        if (text != null) {
            to.put(name, text);
        }
        if (to.size() > MAX_OWN) {
            throw new RejectedException(
                    Rejection.TOO_COMPLEX, null, "too many fields (expected: at most " + MAX_OWN + ")");
        }
    }

    private static @Nullable String textOrJson(JsonReader json) throws RejectedException {
        if (json.isNull()) {
            return null;
        }
        return json.isNested() ? json.rawJson() : json.text();
    }
}
