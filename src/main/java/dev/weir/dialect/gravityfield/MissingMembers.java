package dev.weir.dialect.gravityfield;

import dev.weir.dialect.gravityfield.Body.Span;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import dev.weir.dialect.gravityfield.Endpoint.Kind;
import dev.weir.dialect.wire.JsonSplice;
import dev.weir.dialect.wire.JsonText;
import dev.weir.event.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request does not say and the vendor is to be told, put into the request's bytes; what it says stays as it is, but for
 * ids. Confined to one thread.
 */
final class MissingMembers {

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final Body body;
    private final Patches patches;
    private final StringBuilder absent = new StringBuilder();

    MissingMembers(Body body) {
        this.body = body;
        this.patches = new Patches(body.json());
    }

    /** Ids where the request names none, or others; null for those that are to stay. */
    MissingMembers ids(@Nullable String deviceId, @Nullable String sessionId) {
        Visitor visitor = body.visitor();
        Map<String, String> user = new LinkedHashMap<>();
        Map<String, String> session = new LinkedHashMap<>();
        if (deviceId != null && !deviceId.equals(visitor.id())) {
            user.put(visitor.idWord(), deviceId);
        }
        if (sessionId != null && !sessionId.equals(visitor.session())) {
            (visitor.api() == Api.V2 ? user : session).put(visitor.sessionWord(), sessionId);
        }
        texts("user", user);
        texts("session", session);
        return this;
    }

    /**
     * The time of acceptance as the event's own, where the client named none: {@code eventTime} of V2, which V1 does not have.
     * The vendor would take the time of delivery. To a visit it is a member of the request, to an event one of the event.
     */
    MissingMembers time(long acceptedMillis) {
        if (body.endpoint().api() == Api.V1 || body.text(Events.EVENT_TIME) != null) {
            return this;
        }
        String time = EventTime.text(acceptedMillis);
        if (body.endpoint().kind() == Kind.PAGE) {
            StringBuilder quoted = new StringBuilder(32);
            JsonText.quote(quoted, time);
            member(Events.EVENT_TIME, quoted.toString().getBytes(StandardCharsets.UTF_8));
        } else if (body.endpoint().kind() == Kind.EVENTS) {
            body.entries().forEach(entry -> time(entry, time));
        }
        return this;
    }

    /**
     * The user agent of who was at the other end of the connection, where an app did not name its own: {@code device.ua} of
     * V2. A server that speaks V1 names the visitor's or nobody's.
     */
    MissingMembers client(Envelope.Client client) {
        String userAgent = client.userAgent();
        if (body.endpoint().api() == Api.V2 && body.place().userAgent() == null && userAgent != null) {
            texts("device", Map.of("ua", userAgent));
        }
        return this;
    }

    byte[] applied() {
        if (!absent.isEmpty()) {
            absent.setLength(absent.length() - (body.hasMembers() ? 0 : 1));
            int inside = indexOfBrace(body.json()) + 1;
            patches.replace(inside, inside, absent.toString().getBytes(StandardCharsets.UTF_8));
        }
        return patches.applied();
    }

    private void time(Entry entry, String time) {
        if (entry.text(Events.EVENT_TIME) == null) {
            byte[] event = Arrays.copyOfRange(body.json(), entry.start(), entry.end());
            patches.replace(entry.start(), entry.end(), JsonSplice.with(event, Map.of(Events.EVENT_TIME, time)));
        }
    }

    /** These members in the object of this name. */
    private void texts(String name, Map<String, String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        Span span = body.span(name);
        byte[] object = EMPTY_OBJECT;
        if (span != null && body.json()[span.start()] == '{') {
            object = Arrays.copyOfRange(body.json(), span.start(), span.end());
        }
        member(name, JsonSplice.with(object, texts));
    }

    private void member(String name, byte[] json) {
        Span span = body.span(name);
        if (span == null) {
            absent.append('"').append(name).append("\":");
            absent.append(new String(json, StandardCharsets.UTF_8)).append(',');
        } else {
            patches.replace(span.start(), span.end(), json);
        }
    }

    private static int indexOfBrace(byte[] json) {
        int at = 0;
        while (json[at] != '{') {
            at++;
        }
        return at;
    }
}
