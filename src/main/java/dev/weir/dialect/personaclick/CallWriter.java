package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.BeaconSplice;
import dev.weir.dialect.wire.FormReader;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a call as the documents have it: JSON alone, both words for the session (as every SDK of today sends them), {@code
 * source} as the text of an object, {@code amount} for a quantity; {@code /init} and the clearing of a cart as queries.
 *
 * <p>Taken from the parameters as they came, for the model has no place for it: {@code shop_id}; {@code tz} and {@code
 * ios_advertising_id} of {@code /init}; {@code from} beside the code of a message or story, which an Android app sends; the
 * {@link ItemExtras}; and where a field of the shop's own stood, and its type. Confined to one thread.
 */
final class CallWriter {

    /** API reference, Start session: "Just use 3 as value". */
    private static final String VERSION = "3";

    private static final String[] SESSION_EXTRAS = {"tz", "ios_advertising_id"};
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    private final Endpoint endpoint;
    private final Parameters sent;
    private final Beacon beacon;

    /** @param beacon what the parameters were read from, of the kind that its body is */
    CallWriter(Endpoint endpoint, Parameters sent, Beacon beacon) {
        this.endpoint = endpoint;
        this.sent = sent;
        this.beacon = beacon;
    }

    /**
     * The call.
     *
     * @param ids by parameter, device and session as the vendor is told of them
     * @param acceptedMillis when it happened, if the client did not say, and the call has a place for it
     */
    Beacon write(Event event, Map<String, String> ids, @Nullable String secret, long acceptedMillis)
            throws RejectedException {
        Map<String, String> common = common(event.context(), ids, secret);
        return switch (endpoint) {
            case INIT -> ofQuery("GET", session(common));
            case CART_CLEAR -> ofQuery("DELETE", common);
            default -> {
                JsonWriter json = JsonWriter.object();
                common.forEach(json::text);
                new FieldWriter(json, sent, beacon).write(event);
                if (event instanceof Event.Custom) {
                    json.text(Param.TIME.label(), time(event.context().timeMillis(), acceptedMillis));
                }
                yield new Beacon("POST", beacon.path(), "", BodyKind.JSON, json.bytes());
            }
        };
    }

    /** Unix seconds as the API reference's sample has them, a text; with a fraction only if the client's had one. */
    static String time(@Nullable Long named, long acceptedMillis) {
        return named == null
                ? Long.toString(Math.floorDiv(acceptedMillis, 1000L))
                : BigDecimal.valueOf(named).divide(MILLIS).stripTrailingZeros().toPlainString();
    }

    private Map<String, String> common(Context context, Map<String, String> ids, @Nullable String secret) {
        Map<String, String> common = new LinkedHashMap<>();
        put(common, Param.SHOP_ID, sent.text(Param.SHOP_ID));
        put(common, Param.SHOP_SECRET, secret);
        common.putAll(ids);
        put(common, Param.STREAM, context.stream());
        put(common, Param.SEGMENT, context.segment());
        put(common, endpoint == Endpoint.INIT ? Param.REFERRER : Param.REFERER, context.referrer());
        put(common, Param.SOURCE, source(context.source()));
        put(common, Param.RECOMMENDED_BY, context.recommendedBy());
        put(common, Param.RECOMMENDED_CODE, context.recommendedCode());
        for (Param param : Contexts.IDENTIFIERS) {
            put(common, param, context.identifiers().get(param.label()));
        }
        return common;
    }

    private Map<String, String> session(Map<String, String> common) throws RejectedException {
        common.put("v", VERSION);
        FormReader query = FormReader.ofQuery(beacon.query());
        while (query.next()) {
            for (String extra : SESSION_EXTRAS) {
                if (query.name().equals(extra) && !query.value().isEmpty()) {
                    common.put(extra, query.value());
                }
            }
        }
        return common;
    }

    private Beacon ofQuery(String method, Map<String, String> parameters) {
        return BeaconSplice.with(Beacon.withoutBody(method, beacon.path(), ""), parameters);
    }

    private static @Nullable String source(Context.@Nullable Source source) {
        if (source == null) {
            return null;
        }
        byte[] json = JsonWriter.object()
                .text(Param.FROM.label(), source.from())
                .text(Param.CODE.label(), source.code())
                .bytes();
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void put(Map<String, String> to, Param param, @Nullable String text) {
        if (text != null) {
            to.put(param.label(), text);
        }
    }
}
