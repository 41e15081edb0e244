package dev.weir.ingest;

import dev.weir.dialect.Part;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repetition of an event is known by: the event's own id, or the request's {@code Idempotency-Key}
 * (draft-ietf-httpapi-idempotency-key-header-07) and the event's place in it.
 *
 * <p>An event's own id counts among the events of one device, or among those of the shop's own servers, who have shown the
 * secret. A header's key counts among the requests of one device, or of those servers; where there is neither, only the very
 * same request again is a repetition. Order numbers follow each other: if they counted among all, anybody could send tomorrow's orders today, and have
 * the real ones taken for repetitions.
 *
 * <p>A key is a digest, so that it is short, and what it was made of cannot be read from the journal.
 */
final class EventKeys {

    private static final int MAX_HEADER_CHARS = 255;
    private static final int KEY_BYTES = 16;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    /** Making one costs more than using it. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(EventKeys::sha256);

    private EventKeys() {}

    /**
     * Checks the header.
     *
     * @throws RejectedException if it is longer than {@value #MAX_HEADER_CHARS} characters, empty, or not printable ASCII
     */
    static @Nullable String checked(@Nullable String header) throws RejectedException {
        if (header == null) {
            return null;
        }
        boolean isPrintable = header.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        if (header.isEmpty() || header.length() > MAX_HEADER_CHARS || !isPrintable) {
            throw new RejectedException(
                    Rejection.MALFORMED_REQUEST,
                    "Idempotency-Key",
                    "malformed (expected: 1 to " + MAX_HEADER_CHARS + " printable ASCII characters)");
        }
        return header;
    }

    /** The keys of a request's events, null where nothing names one; or null as a whole where nothing names any. */
    static @Nullable String @Nullable [] of(
            IntakeRequest request,
            @Nullable String header,
            Section section,
            boolean isOfServer,
            List<Part.Meant> events) {
        @Nullable String[] keys = null;
        for (int i = 0; i < events.size(); i++) {
            // Fast path: most events have no name.
            if (header == null && events.get(i).eventId() == null) {
                continue;
            }
            if (keys == null) {
                keys = new String[events.size()];
            }
            keys[i] = of(request, header, section, isOfServer, events.get(i), i);
        }
        return keys;
    }

    private static @Nullable String of(
            IntakeRequest request,
            @Nullable String header,
            Section section,
            boolean isOfServer,
            Part.Meant part,
            int index) {
        String sender = isOfServer ? "server" : deviceOf(part);
        String eventId = part.eventId();
        if (eventId != null && sender != null) {
            return digest(
                    request.dialect().label(),
                    section.name(),
                    "id",
                    sender,
                    part.event().type().label(),
                    eventId);
        }
        return header == null
                ? null
                : digest(
                        request.dialect().label(),
                        section.name(),
                        "header",
                        sender == null ? text(request) : sender,
                        request.route().path(),
                        header,
                        Integer.toString(index));
    }

    private static String text(IntakeRequest request) {
        Beacon beacon = request.beacon();
        String cookies = request.cookies() == null ? "" : request.cookies();
        return "request " + cookies + "\n" + beacon.query() + "\n"
                + new String(beacon.body(), StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String deviceOf(Part.Meant part) {
        String device = part.claim().deviceId();
        return device == null ? null : "device " + device;
    }

    private static String digest(String... parts) {
        MessageDigest sha256 = SHA_256.get();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length, or one part's end could pass for the next one's beginning.
            for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
                sha256.update((byte) (bytes.length >>> shift));
            }
            sha256.update(bytes);
        }
        byte[] key = Arrays.copyOf(sha256.digest(), KEY_BYTES);
        return BASE64URL.encodeToString(key);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
