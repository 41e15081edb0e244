package dev.weir.dialect.gravityfield;

import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Envelope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes where the visitor stands, and with what: {@code context} with {@code page} and {@code device} in it (V1), or {@code
 * device} beside {@code ctx} (V2). An event of ours knows of the page only if it is a page view, and never of the device, so
 * that their members are as they came, from wherever {@link Place} takes them. Confined to one thread.
 */
final class PlaceWriter {

    /** What is no field of a page, if it is an object in {@code ctx}. */
    private static final Set<String> OBJECTS = Set.of("page", "device", "attributes");

    private final Map<String, String> page = new LinkedHashMap<>();
    private @Nullable JsonMembers device;
    private @Nullable JsonMembers attributes;

    /** @param request a request's members */
    PlaceWriter(JsonMembers request) {
        for (String name : request.names()) {
            JsonMembers object = object(request, name);
            if (object != null && (name.equals("ctx") || name.equals("context"))) {
                readContext(object);
            } else if (object != null && name.equals("device")) {
                device = object;
            }
        }
    }

    void write(JsonWriter json, Api api, Envelope.Client client) {
        if (api == Api.V1) {
            json.openObject("context").openObject("page");
            page.forEach(json::json);
            json.closeObject();
            deviceV1(json, client);
        } else {
            deviceV2(json, client);
            json.openObject("ctx");
            page.forEach((name, value) -> json.json(name, OBJECTS.contains(name) ? null : value));
            pageInPage(json);
        }
        if (attributes != null) {
            json.openObject("attributes");
            members(json, attributes);
            json.closeObject();
        }
        json.closeObject();
    }

    private void readContext(JsonMembers context) {
        for (String name : context.names()) {
            JsonMembers object = object(context, name);
            if (object != null && name.equals("page")) {
                object.names().forEach(field -> put(field, object.json(field)));
            } else if (object != null && name.equals("device")) {
                device = object;
            } else if (object != null && name.equals("attributes")) {
                attributes = object;
            } else {
                put(name, context.json(name));
            }
        }
    }

    private void put(String name, @Nullable String json) {
        if (json != null) {
            page.put(name, json);
        }
    }

    private void deviceV1(JsonWriter json, Envelope.Client client) {
        String address = said("ip");
        json.openObject("device")
                .text("userAgent", userAgent(client))
                .text("ip", address == null ? client.address() : address)
                .closeObject();
    }

    private void deviceV2(JsonWriter json, Envelope.Client client) {
        json.openObject("device").text("ua", userAgent(client));
        for (String name : new String[] {"id", "tracking", "permission", "ip"}) {
            json.json(name, device == null ? null : device.json(name));
        }
        json.closeObject();
    }

    private @Nullable String userAgent(Envelope.Client client) {
        String ua = said("ua");
        String said = ua == null ? said("userAgent") : ua;
        return said == null ? client.userAgent() : said;
    }

    private @Nullable String said(String name) {
        return device == null || device.json(name) == null ? null : device.scalar(name);
    }

    /** Fields of a page that would be taken for something else. */
    private void pageInPage(JsonWriter json) {
        if (OBJECTS.stream().anyMatch(page::containsKey)) {
            json.openObject("page");
            page.forEach((name, value) -> json.json(name, OBJECTS.contains(name) ? value : null));
            json.closeObject();
        }
    }

    static void members(JsonWriter json, JsonMembers members) {
        for (String name : members.names()) {
            json.json(name, members.json(name));
        }
    }

    private static @Nullable JsonMembers object(JsonMembers members, String name) {
        return members.isObject(name) ? JsonMembers.of(members.bytes(name)) : null;
    }
}
