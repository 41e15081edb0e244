package dev.weir.dialect.gravityfield;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** When an event happened, as the SDK for Flutter writes it: it keeps what it cannot send, and sends it late. */
final class EventTime {

    static final String EXPECTED = "a time by RFC 3339, such as 2026-11-21T09:30:00Z";

    private static final int MAX_LENGTH = 40;
    private static final int MAX_YEAR = 9999;

    private EventTime() {}

    /** As RFC 3339 has it, in UTC. */
    static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** Unix milliseconds, or null when the text is no time. */
    static @Nullable Long millis(String text) {
        // A sign leads to years that no Unix time reaches.
        if (text.length() > MAX_LENGTH || text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
            return null;
        }
        try {
            OffsetDateTime utc = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            // RFC 3339 has years of four digits, and we write all times in UTC.
            return utc.getYear() < 0 || utc.getYear() > MAX_YEAR
                    ? null
                    : utc.toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
