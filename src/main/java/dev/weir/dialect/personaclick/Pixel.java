package dev.weir.dialect.personaclick;

import dev.weir.dialect.Answer;
import dev.weir.dialect.wire.FormReader;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /p.gif}: an event from where no script runs, as the address of an image. It is not the vendor's: what it says is
 * put into the words of {@code /push}, or of {@code /push/custom} where the event is none of the vendor's, and from then on it is
 * such a call, in the journal as at the vendor.
 *
 * <p>The parameters are those of the two calls, as in any query. {@code items} are ids with commas between them, or a JSON array
 * as in a body, which an id with a comma in it needs.
 */
final class Pixel {

    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");

    /** Pages that isolate themselves load nothing of others that does not allow it (HTML, 7.1.4). */
    private static final String RESOURCE_POLICY = "cross-origin-resource-policy";

    private static final Map<String, String> HEADERS =
            Map.of("content-type", "image/gif", RESOURCE_POLICY, "cross-origin");
    private static final Answer TAKEN = new Answer(200, HEADERS, GIF);
    private static final String ITEMS = Param.ITEMS.label();

    private Pixel() {}

    static Answer taken() {
        return TAKEN;
    }

    /** An image all the same: where one is asked for, a text would only show as a broken one. */
    static Answer rejected(RejectedException why) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put("weir-reason", why.rejection().label());
        return new Answer(why.rejection().status(), Map.copyOf(headers), GIF);
    }

    /** The call that a pixel stands for; a body means nothing. */
    static Beacon asPush(Beacon pixel) throws RejectedException {
        Map<String, String> said = new LinkedHashMap<>();
        List<String> listed = new ArrayList<>();
        FormReader query = FormReader.ofQuery(pixel.query());
        while (query.next()) {
            if (query.name().equals(ITEMS + "[]")) {
                listed.add(query.value());
            } else {
                said.put(query.name(), query.value());
            }
        }
        String event = said.getOrDefault(Param.EVENT.label(), "");
        JsonWriter json = JsonWriter.object();
        boolean isVendors = event.isEmpty() || PushEvents.has(event);
        if (isVendors) {
            writeItems(json, said.remove(ITEMS), listed);
        }
        said.forEach(json::text);
        return new Beacon(
                "POST", isVendors ? Endpoint.PUSH_PATH : Endpoint.CUSTOM_PATH, "", BodyKind.JSON, json.bytes());
    }

    private static void writeItems(JsonWriter json, @Nullable String text, List<String> listed)
            throws RejectedException {
        if (text != null && text.startsWith("[")) {
            json.json(ITEMS, array(text));
            return;
        }
        List<String> ids = new ArrayList<>(listed);
        if (text != null) {
            ids.addAll(List.of(text.split(",")));
        }
        ids.removeIf(String::isBlank);
        if (ids.isEmpty()) {
            return;
        }
        json.openArray(ITEMS);
        for (String id : ids) {
            json.openElement().text("id", id.strip()).closeObject();
        }
        json.closeArray();
    }

    /** The text, if it is one array and nothing else: what follows one would be read as parameters. */
    private static String array(String text) throws RejectedException {
        JsonMembers alone = JsonMembers.of(("{\"items\":" + text + "}").getBytes(StandardCharsets.UTF_8));
        if (alone == null || !text.equals(alone.json(ITEMS))) {
            throw Fields.malformed(Param.ITEMS, "no array", "ids with commas between them, or a JSON array");
        }
        return text;
    }
}
