package dev.weir.dialect.gravityfield;

import dev.weir.dialect.gravityfield.Endpoint.Kind;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a request says, read in one pass, and where in its bytes it says so. Something of the wrong kind is
 * remembered, and refused when the request's meaning is asked for: not before its key was looked at. Confined to one
 * thread.
 */
final class Body {

    static final int MAX_ENTRIES = 100;
    static final String EXPECTED_LIST = "an array of 1 to " + MAX_ENTRIES + " objects";

    /** What stands in the body as it is, so that other bodies can be made of it. */
    private static final Set<String> KEPT =
            Set.of("sec", "device", "user", "session", "ctx", "context", "eventTime", "event_id", "eventId");

    private final Endpoint endpoint;
    private final byte[] json;
    private final Map<String, Span> spans = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Place place = new Place();
    private final Selection selection = new Selection();
    private Map<String, String> user = Map.of();
    private Map<String, String> session = Map.of();
    private Map<String, String> options = Map.of();
    private @Nullable String listName;
    private @Nullable Span list;
    private final List<Entry> entries = new ArrayList<>(2);
    private boolean hasMembers;
    private @Nullable RejectedException fault;

    private Body(Endpoint endpoint, byte[] json) {
        this.endpoint = endpoint;
        this.json = json;
    }

    /**
     * Reads a body.
     *
     * @throws RejectedException if it is no JSON object, or one beyond a bound
     */
    static Body read(Endpoint endpoint, byte[] json) throws RejectedException {
        Body body = new Body(endpoint, json);
        try (JsonReader reader = JsonReader.open(json, Set.of())) {
            for (String name = reader.nextName(); name != null; name = reader.nextName()) {
                body.hasMembers = true;
                body.readMember(name, reader);
            }
            reader.end();
        }
        return body;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    byte[] json() {
        return json;
    }

    /** Refuses a body of which something is of the wrong kind. */
    void check() throws RejectedException {
        if (fault != null) {
            throw fault;
        }
    }

    Visitor visitor() {
        return Visitor.of(endpoint.api(), user, session);
    }

    Place place() {
        return place;
    }

    Selection selection() {
        return selection;
    }

    /** What it lists: events, engagements, or in a V2 {@code choose} what is asked for. */
    List<Entry> entries() {
        return entries;
    }

    /** The name of its list, or the usual one where it has none. */
    String listName() {
        return listName == null ? endpoint.lists().get(0) : listName;
    }

    /** Where its list stands, with the brackets, or null where it has none. */
    @Nullable
    Span list() {
        return list;
    }

    /** A text at top level, or null. */
    @Nullable
    String text(String name) {
        return texts.get(name);
    }

    boolean isImplicitPageview() {
        return Texts.isTrue(options.get("isImplicitPageview"));
    }

    /** Where a member that can be passed on stands, or null where it is absent. */
    @Nullable
    Span span(String name) {
        return spans.get(name);
    }

    /** The JSON text of such a member. */
    String raw(Span span) {
        return new String(json, span.start(), span.end() - span.start(), StandardCharsets.UTF_8);
    }

    boolean hasMembers() {
        return hasMembers;
    }

    private void readMember(String name, JsonReader reader) throws RejectedException {
        int start = reader.startOffset();
        if (endpoint.lists().contains(name)) {
            readList(name, reader);
        } else {
            readValue(name, reader);
        }
        if (KEPT.contains(name)) {
            spans.put(name, new Span(start, reader.endOffset()));
        }
    }

    private void readValue(String name, JsonReader reader) throws RejectedException {
        switch (name) {
            case "user" -> user = object(name, reader);
            case "session" -> session = object(name, reader);
            case "options", "option" -> {
                Map<String, String> read = object(name, reader);
                options = read.isEmpty() ? options : read;
            }
            case "ctx", "context" -> {
                if (isObject(name, reader)) {
                    place.readContext(reader);
                }
            }
            case "device" -> {
                if (isObject(name, reader)) {
                    place.readDevice(reader);
                }
            }
            case "selector" -> readSelector(name, reader);
            case "eventTime", "event_id", "eventId" -> Texts.put(texts, name, reader);
            default -> reader.skip();
        }
    }

    private Map<String, String> object(String name, JsonReader reader) throws RejectedException {
        return isObject(name, reader) ? Texts.of(reader) : Map.of();
    }

    /** Whether it is one; what is neither that nor absent is a fault, and passed over. */
    private boolean isObject(String name, JsonReader reader) throws RejectedException {
        if (reader.isObject()) {
            return true;
        }
        if (!reader.isNull() && !isEmptyArray(reader)) {
            found(Faults.malformed(name, "no object", "an object"));
        }
        return false;
    }

    /** As PHP writes an object without members. Goes to the end of the value. */
    private static boolean isEmptyArray(JsonReader reader) throws RejectedException {
        if (!reader.isArray()) {
            return false;
        }
        boolean empty = true;
        while (reader.nextElement()) {
            reader.skip();
            empty = false;
        }
        return empty;
    }

    private void readSelector(String name, JsonReader reader) throws RejectedException {
        if (endpoint != Endpoint.CHOOSE_V1) {
            reader.skip();
        } else if (isObject(name, reader)) {
            selection.readSelector(reader);
        }
    }

    private void readList(String name, JsonReader reader) throws RejectedException {
        if (reader.isNull()) {
            return;
        }
        int start = reader.startOffset();
        boolean single = reader.isObject() && endpoint.kind() == Kind.ENGAGEMENTS;
        if (single) {
            entries.add(Entry.read(reader, name));
        } else if (reader.isArray()) {
            readEntries(name, reader);
        } else {
            reader.skip();
            found(Faults.malformed(name, "no array", EXPECTED_LIST));
        }
        if (list != null) {
            found(Faults.malformed(name, "beside " + listName, "one of the two"));
        }
        listName = name;
        list = new Span(start, reader.endOffset());
    }

    private void readEntries(String name, JsonReader reader) throws RejectedException {
        for (int index = 0; reader.nextElement(); index++) {
            if (index < MAX_ENTRIES) {
                Entry entry = Entry.read(reader, name + "[" + index + "]");
                entries.add(entry);
                if (endpoint.kind() == Kind.CHOOSE) {
                    selection.add(entry);
                }
            } else {
                reader.skip();
                found(new RejectedException(
                        Rejection.TOO_MANY_EVENTS, name, "too many (expected: 1 to " + MAX_ENTRIES + ")"));
            }
        }
    }

    /** The first counts. */
    private void found(RejectedException wrong) {
        if (fault == null) {
            fault = wrong;
        }
    }

    /** Bytes of the body: {@code [start, end)}. */
    record Span(int start, int end) {}
}
