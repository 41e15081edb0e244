package dev.weir.dialect.pagent;

import dev.weir.dialect.Part;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.dialect.wire.JsonSplice;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads a body, whatever its content type, as the JSON that it has to be: into its events, each with a body of its own. */
final class Body {

    static final int MAX_EVENTS = 100;

    private static final String EVENTS = "events";
    private static final String TIME = "time";
    private static final String EXPECTED = "an array of 1 to " + MAX_EVENTS + " events";
    private static final byte[] BEFORE_EVENT = "{\"events\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_EVENT = "]}".getBytes(StandardCharsets.US_ASCII);

    private final Endpoint endpoint;
    private final byte[] bytes;
    private final JsonReader json;

    private Body(Endpoint endpoint, byte[] bytes, JsonReader json) {
        this.endpoint = endpoint;
        this.bytes = bytes;
        this.json = json;
    }

    /**
     * The events, in order; at least one.
     *
     * @throws RejectedException if it is no valid JSON, or has none or too many of them
     */
    static List<Part> read(Endpoint endpoint, byte[] bytes) throws RejectedException {
        try (JsonReader json = JsonReader.open(bytes, Set.of())) {
            Body body = new Body(endpoint, bytes, json);
            List<Part> parts = endpoint.isBatch() ? body.batch() : body.single();
            json.end();
            return parts;
        }
    }

    /** The body of one event, which has none yet, with this time. */
    static byte[] at(Endpoint endpoint, byte[] body, long millis) {
        return of(endpoint, JsonSplice.with(event(endpoint, body), TIME, millis));
    }

    /** The one event of a body that we made. */
    static byte[] event(Endpoint endpoint, byte[] body) {
        return endpoint.isBatch()
                ? Arrays.copyOfRange(body, BEFORE_EVENT.length, body.length - AFTER_EVENT.length)
                : body;
    }

    /** The body that has this event alone. */
    static byte[] of(Endpoint endpoint, byte[] event) {
        return endpoint.isBatch() ? alone(event, 0, event.length) : event;
    }

    /** The body of a batch that has these events, in this order. */
    static byte[] of(List<byte[]> events) {
        int size = BEFORE_EVENT.length + AFTER_EVENT.length + events.size() - 1;
        for (byte[] event : events) {
            size += event.length;
        }
        byte[] body = Arrays.copyOf(BEFORE_EVENT, size);
        int at = BEFORE_EVENT.length;
        for (byte[] event : events) {
            if (at > BEFORE_EVENT.length) {
                body[at++] = ',';
            }
            System.arraycopy(event, 0, body, at, event.length);
            at += event.length;
        }
        System.arraycopy(AFTER_EVENT, 0, body, at, AFTER_EVENT.length);
        return body;
    }

    private List<Part> single() throws RejectedException {
        ConversionReader event = new ConversionReader(endpoint, FirstFault.NO_INDEX, json);
        event.read();
        return List.of(event.isFaulty() ? event.faulty() : event.meant(beacon(bytes)));
    }

    private List<Part> batch() throws RejectedException {
        List<Part> parts = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals(EVENTS)) {
                parts = events();
            } else {
                json.skip();
            }
        }
        if (parts == null) {
            throw refused(Rejection.MISSING_PARAMETER, "missing");
        }
        return parts;
    }

    private List<Part> events() throws RejectedException {
        if (!json.isArray()) {
            throw refused(Rejection.MALFORMED_PARAMETER, JsonKind.of(json));
        }
        List<Part> parts = new ArrayList<>();
        int count = 0;
        while (json.nextElement()) {
            if (count < MAX_EVENTS) {
                parts.add(event(count));
            } else {
                json.skip();
            }
            count++;
        }
        if (count == 0) {
            throw refused(Rejection.MISSING_PARAMETER, "empty");
        }
        if (count > MAX_EVENTS) {
            throw refused(Rejection.TOO_MANY_EVENTS, count + " events");
        }
        return parts;
    }

    private Part event(int index) throws RejectedException {
        int start = json.startOffset();
        ConversionReader event = new ConversionReader(endpoint, index, json);
        event.read();
        return event.isFaulty() ? event.faulty() : event.meant(beacon(alone(bytes, start, json.endOffset())));
    }

    /** A body that has this event alone, in the bytes that came. */
    private static byte[] alone(byte[] bytes, int start, int end) {
        byte[] alone = new byte[BEFORE_EVENT.length + end - start + AFTER_EVENT.length];
        System.arraycopy(BEFORE_EVENT, 0, alone, 0, BEFORE_EVENT.length);
        System.arraycopy(bytes, start, alone, BEFORE_EVENT.length, end - start);
        System.arraycopy(AFTER_EVENT, 0, alone, alone.length - AFTER_EVENT.length, AFTER_EVENT.length);
        return alone;
    }

    /** Without a query: the vendor's API has none, and whatever a client puts there may be a secret. */
    private Beacon beacon(byte[] body) {
        return new Beacon("POST", endpoint.path(), "", BodyKind.JSON, body);
    }

    private static RejectedException refused(Rejection rejection, String found) {
        return new RejectedException(rejection, EVENTS, found + " (expected: " + EXPECTED + ")");
    }
}
