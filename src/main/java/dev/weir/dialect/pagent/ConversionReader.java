package dev.weir.dialect.pagent;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.dialect.Part;
import dev.weir.dialect.wire.JsonReader;
import dev.weir.dialect.wire.Numbers;
import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event as it is being read. A null is as good as none, but not where one is required. Confined to one thread. */
final class ConversionReader {

    static final String SESSION_DATA = "session_data";
    private static final String LARGEST_REVENUE = Long.toString(Long.MAX_VALUE);

    /** The year 5138, far enough; more is no time in milliseconds. */
    private static final BigDecimal LATEST_MILLIS = BigDecimal.valueOf(99_999_999_999_999L);

    private final boolean hasSessionData;
    private final JsonReader json;
    private final FirstFault fault;
    private boolean sawSessionData;
    private @Nullable String sessionId;
    private @Nullable String userId;
    private @Nullable String conversionId;
    private @Nullable String label;
    private @Nullable Long revenueCents;
    private @Nullable Long timeMillis;
    private @Nullable String eventId;
    private Map<String, String> properties = Map.of();

    /** @param index the event's place among others, or {@link FirstFault#NO_INDEX} */
    ConversionReader(Endpoint endpoint, int index, JsonReader json) {
        this.hasSessionData = endpoint.hasSessionData();
        this.json = json;
        this.fault = new FirstFault(index);
    }

    /** Reads the value at the cursor to its end, whatever is wrong with it. */
    void read() throws RejectedException {
        if (!json.isObject()) {
            fault.note(JsonKind.of(json), "an object");
            json.skip();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            readMember(name);
        }
        if (hasSessionData && !sawSessionData) {
            noteSessionData(Rejection.MISSING_PARAMETER, "missing");
        }
        noteIfMissing("session_id", sessionId);
        noteIfMissing("user_id", userId);
        noteIfMissing("conversion_id", conversionId);
    }

    boolean isFaulty() {
        return fault.first() != null;
    }

    Part.Faulty faulty() {
        return new Part.Faulty(Objects.requireNonNull(fault.first()));
    }

    /** @param beacon a request that has this event alone */
    Part.Meant meant(Beacon beacon) {
        Event event = new Event.Conversion(
                timeMillis == null ? Context.EMPTY : Context.EMPTY.at(timeMillis),
                Objects.requireNonNull(conversionId),
                label,
                revenueCents,
                properties);
        Claim claim = new Claim(userId, sessionId, DeviceNeed.OPTIONAL, IdForm.VENDORS);
        return new Part.Meant(event, beacon, claim, eventId);
    }

    private void readMember(String name) throws RejectedException {
        switch (name) {
            case "label" -> label = text(name);
            case "revenue" -> revenueCents = revenue();
            case "properties" -> readProperties();
            case "time" -> timeMillis = time();
            case "event_id" -> eventId = json.isQuoted() ? text(name) : skipped();
            case SESSION_DATA -> readSessionData();
            default -> {
                if (hasSessionData) {
                    json.skip();
                } else {
                    readId(name);
                }
            }
        }
    }

    private void readSessionData() throws RejectedException {
        if (!hasSessionData) {
            json.skip();
            return;
        }
        sawSessionData = true;
        if (!json.isObject()) {
            noteSessionData(Rejection.MALFORMED_PARAMETER, JsonKind.of(json));
            json.skip();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            readId(name);
        }
    }

    private void readId(String name) throws RejectedException {
        switch (name) {
            case "session_id" -> sessionId = id(name);
            case "user_id" -> userId = id(name);
            case "conversion_id" -> conversionId = id(name);
            default -> json.skip();
        }
    }

    private @Nullable String id(String name) throws RejectedException {
        if (json.isQuoted() && !json.text().isEmpty()) {
            return json.text();
        }
        boolean missing = json.isNull() || json.isQuoted();
        noteId(
                missing ? Rejection.MISSING_PARAMETER : Rejection.MALFORMED_PARAMETER,
                name,
                json.isQuoted() ? "empty" : JsonKind.of(json));
        return skipped();
    }

    /** A text, or null for none: an empty one says nothing either. */
    private @Nullable String text(String name) throws RejectedException {
        if (json.isQuoted()) {
            return json.text().isEmpty() ? null : json.text();
        }
        return json.isNull() ? null : malformed(name, JsonKind.of(json), "a text or null");
    }

    private @Nullable Long revenue() throws RejectedException {
        if (json.isNull()) {
            return null;
        }
        String written = JsonKind.isNumber(json) ? json.text() : "";
        if (isRevenue(written)) {
            return Long.valueOf(written);
        }
        malformed(
                "revenue",
                written.isEmpty() ? JsonKind.of(json) : unlikeRevenue(written),
                "an integer number of cents, 0 or more, in digits alone: 999 and not 9.99");
        return null;
    }

    private static boolean isRevenue(String written) {
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) < '0' || written.charAt(i) > '9') {
                return false;
            }
        }
        // JSON allows no leading zeroes.
        int digits = written.length();
        int most = LARGEST_REVENUE.length();
        return digits > 0 && (digits < most || (digits == most && written.compareTo(LARGEST_REVENUE) <= 0));
    }

    /** What is wrong with a number that is no revenue. */
    private static String unlikeRevenue(String written) {
        boolean decimal = written.indexOf('.') >= 0 || written.indexOf('e') >= 0 || written.indexOf('E') >= 0;
        return decimal ? "a decimal" : written.charAt(0) == '-' ? "negative" : "too large";
    }

    private @Nullable Long time() throws RejectedException {
        if (json.isNull()) {
            return null;
        }
        boolean number = JsonKind.isNumber(json);
        BigDecimal millis = number ? Numbers.decimal(json.text()) : null;
        if (millis != null && millis.signum() >= 0 && millis.compareTo(LATEST_MILLIS) <= 0) {
            return millis.longValue();
        }
        malformed(
                "time",
                number ? "out of range" : JsonKind.of(json),
                "Unix milliseconds, a number from 0 to " + LATEST_MILLIS + ", or null");
        return null;
    }

    private void readProperties() throws RejectedException {
        if (json.isObject() || json.isArray()) {
            properties = new HashMap<>();
            new PropertyReader(json, fault, properties).read();
        } else if (!json.isNull()) {
            malformed("properties", JsonKind.of(json), PropertyReader.EXPECTED);
        }
    }

    private void noteIfMissing(String name, @Nullable String id) {
        if (id == null) {
            noteId(Rejection.MISSING_PARAMETER, name, "missing");
        }
    }

    private void noteId(Rejection rejection, String name, String found) {
        String member = hasSessionData ? SESSION_DATA + "." + name : name;
        fault.note(rejection, member, found, "a text that is not empty");
    }

    private void noteSessionData(Rejection rejection, String found) {
        fault.note(rejection, SESSION_DATA, found, "an object with session_id, user_id and conversion_id");
    }

    private @Nullable String malformed(String name, String found, String expected) throws RejectedException {
        fault.note(Rejection.MALFORMED_PARAMETER, name, found, expected);
        return skipped();
    }

    private @Nullable String skipped() throws RejectedException {
        json.skip();
        return null;
    }
}
