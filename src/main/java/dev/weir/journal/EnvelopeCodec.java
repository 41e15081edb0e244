package dev.weir.journal;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An envelope's bytes: each text as its length in bytes (-1 for null) and UTF-8; event types and body kinds by name, so
 * that a new constant changes no old record. A new version of this layout gets a new number, and old ones stay
 * readable.
 */
public final class EnvelopeCodec {

    /** What is written. */
    public static final byte VERSION = 4;

    /** Of the notes it had only whether the client was authenticated. */
    private static final byte WITHOUT_NOTES = 1;

    /** Nor had it the names of requests. */
    private static final byte WITHOUT_BOTS = 2;

    private static final byte WITHOUT_NAMES = 3;

    private static final int TEXTS = 19;
    /** Two that are a pair have four. */
    private static final int MOST_BYTES_OF_CHAR = 3;

    private static final Map<String, EventType> TYPES = new HashMap<>();
    private static final Map<String, Envelope.Attribution> ATTRIBUTIONS = new HashMap<>();
    private static final Map<String, Envelope.Bot> BOTS = new HashMap<>();
    private static final byte[] NO_BODY = {};

    static {
        for (Envelope.Bot bot : Envelope.Bot.values()) {
            BOTS.put(bot.label(), bot);
        }
        for (EventType type : EventType.values()) {
            TYPES.put(type.label(), type);
        }
        for (Envelope.Attribution attribution : Envelope.Attribution.values()) {
            ATTRIBUTIONS.put(attribution.label(), attribution);
        }
    }

    private EnvelopeCodec() {}

    /** How many bytes {@link #encode} will write. */
    public static int bytesOf(Envelope envelope) {
        return bytesOf(envelope, true);
    }

    /** How many it will write at most, known without going through the texts. */
    public static int mostBytesOf(Envelope envelope) {
        return bytesOf(envelope, false);
    }

    private static int bytesOf(Envelope envelope, boolean isExact) {
        Envelope.Notes notes = envelope.notes();
        Envelope.Client client = envelope.client();
        Beacon beacon = envelope.beacon();
        return TEXTS * 4
                + bytesOf(envelope.dialect(), isExact)
                + bytesOf(envelope.section(), isExact)
                + bytesOf(envelope.type().label(), isExact)
                + bytesOf(envelope.deviceId(), isExact)
                + bytesOf(envelope.sessionId(), isExact)
                + bytesOf(envelope.clientSessionId(), isExact)
                + bytesOf(notes.carriedTo(), isExact)
                + bytesOf(notes.attribution().label(), isExact)
                + bytesOf(notes.idempotencyKey(), isExact)
                + bytesOf(label(notes.bot()), isExact)
                + bytesOf(notes.name(), isExact)
                + bytesOf(client.address(), isExact)
                + bytesOf(client.userAgent(), isExact)
                + bytesOf(client.referrer(), isExact)
                + bytesOf(client.requestId(), isExact)
                + bytesOf(client.traceparent(), isExact)
                + bytesOf(beacon.method(), isExact)
                + bytesOf(beacon.path(), isExact)
                + bytesOf(beacon.query(), isExact)
                + 2
                + 4
                + beacon.body().length;
    }

    /** Returns whether {@link #decode} will give an equal one: half of a surrogate pair comes back as a question mark. */
    public static boolean encode(Envelope envelope, ByteBuffer into) {
        boolean isExact = put(envelope.dialect(), into);
        isExact &= put(envelope.section(), into);
        isExact &= put(envelope.type().label(), into);
        isExact &= put(envelope.deviceId(), into);
        isExact &= put(envelope.sessionId(), into);
        isExact &= put(envelope.clientSessionId(), into);
        Envelope.Notes notes = envelope.notes();
        into.put((byte) (notes.authenticated() ? 1 : 0));
        isExact &= put(notes.carriedTo(), into);
        isExact &= put(notes.attribution().label(), into);
        isExact &= put(notes.idempotencyKey(), into);
        isExact &= put(label(notes.bot()), into);
        isExact &= put(notes.name(), into);
        isExact &= put(envelope.client().address(), into);
        isExact &= put(envelope.client().userAgent(), into);
        isExact &= put(envelope.client().referrer(), into);
        isExact &= put(envelope.client().requestId(), into);
        isExact &= put(envelope.client().traceparent(), into);
        Beacon beacon = envelope.beacon();
        isExact &= put(beacon.method(), into);
        isExact &= put(beacon.path(), into);
        isExact &= put(beacon.query(), into);
        into.put(code(beacon.bodyKind()));
        into.putInt(beacon.body().length).put(beacon.body());
        return isExact;
    }

    /**
     * Reads an envelope from a buffer with an array, which is not kept.
     *
     * @throws RuntimeException if the bytes are none that this or an earlier version wrote
     */
    public static Envelope decode(byte version, ByteBuffer from) {
        if (version < WITHOUT_NOTES || version > VERSION) {
            throw new IllegalArgumentException(
                    "envelope of layout " + version + " (expected: " + WITHOUT_NOTES + " to " + VERSION + ")");
        }
        String dialect = text(from);
        String section = text(from);
        EventType type = type(text(from));
        String deviceId = nullableText(from);
        String sessionId = nullableText(from);
        String clientSessionId = nullableText(from);
        Envelope.Notes notes = notes(version, from);
        Envelope.Client client = client(version, from);
        Beacon beacon = new Beacon(text(from), text(from), text(from), bodyKind(from.get()), body(from));
        if (from.hasRemaining()) {
            throw new IllegalArgumentException(from.remaining() + " bytes after the envelope");
        }
        return new Envelope(dialect, section, type, deviceId, sessionId, clientSessionId, notes, client, beacon);
    }

    private static Envelope.Notes notes(byte version, ByteBuffer from) {
        boolean authenticated = from.get() == 1;
        if (version == WITHOUT_NOTES) {
            return authenticated ? Envelope.Notes.AUTHENTICATED : Envelope.Notes.NONE;
        }
        return new Envelope.Notes(
                authenticated,
                nullableText(from),
                attribution(text(from)),
                nullableText(from),
                version == WITHOUT_BOTS ? Envelope.Bot.NONE : bot(nullableText(from)),
                version <= WITHOUT_NAMES ? null : nullableText(from));
    }

    /** What nearly all are takes no room. */
    private static @Nullable String label(Envelope.Bot bot) {
        return bot == Envelope.Bot.NONE ? null : bot.label();
    }

    private static Envelope.Client client(byte version, ByteBuffer from) {
        String address = nullableText(from);
        String userAgent = nullableText(from);
        String referrer = nullableText(from);
        return version <= WITHOUT_BOTS
                ? new Envelope.Client(address, userAgent, referrer)
                : new Envelope.Client(address, userAgent, referrer, nullableText(from), nullableText(from));
    }

    private static int bytesOf(@Nullable String text, boolean isExact) {
        if (text == null) {
            return 0;
        }
        return isExact ? utf8Bytes(text) : MOST_BYTES_OF_CHAR * text.length();
    }

    private static int utf8Bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
                if (isPair(text, i)) {
                    // Four bytes for two chars: two more than the two chars already counted, whose first added two.
                    i++;
                } else if (Character.isSurrogate(c)) {
                    bytes -= 2;
                }
            }
        }
        return bytes;
    }

    /** Returns whether the bytes say all of the text. */
    private static boolean put(@Nullable String text, ByteBuffer into) {
        if (text == null) {
            into.putInt(-1);
            return true;
        }
        boolean isExact = true;
        int start = into.position();
        into.putInt(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                into.put((byte) c);
            } else if (isPair(text, i)) {
                putWide(Character.toCodePoint(c, text.charAt(++i)), into);
            } else if (Character.isSurrogate(c)) {
                into.put((byte) '?');
                isExact = false;
            } else {
                putWide(c, into);
            }
        }
        into.putInt(start, into.position() - start - 4);
        return isExact;
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static void putWide(int c, ByteBuffer into) {
        if (c < 0x800) {
            into.put((byte) (0xC0 | (c >> 6)));
        } else if (c < 0x10000) {
            into.put((byte) (0xE0 | (c >> 12))).put((byte) (0x80 | ((c >> 6) & 0x3F)));
        } else {
            into.put((byte) (0xF0 | (c >> 18)))
                    .put((byte) (0x80 | ((c >> 12) & 0x3F)))
                    .put((byte) (0x80 | ((c >> 6) & 0x3F)));
        }
        into.put((byte) (0x80 | (c & 0x3F)));
    }

    private static String text(ByteBuffer from) {
        String text = nullableText(from);
        if (text == null) {
            throw new IllegalArgumentException("a text is missing");
        }
        return text;
    }

    private static @Nullable String nullableText(ByteBuffer from) {
        int length = from.getInt();
        if (length == -1) {
            return null;
        }
        String text = new String(
                from.array(), from.arrayOffset() + from.position(), bounded(length, from), StandardCharsets.UTF_8);
        from.position(from.position() + length);
        return text;
    }

    private static byte[] body(ByteBuffer from) {
        int length = bounded(from.getInt(), from);
        if (length == 0) {
            return NO_BODY;
        }
        byte[] body = new byte[length];
        from.get(body);
        return body;
    }

    private static int bounded(int length, ByteBuffer from) {
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("length " + length + " (expected: 0 to " + from.remaining() + ")");
        }
        return length;
    }

    private static EventType type(String label) {
        EventType type = TYPES.get(label);
        if (type == null) {
            throw new IllegalArgumentException("unknown event type " + label);
        }
        return type;
    }

    private static Envelope.Attribution attribution(String label) {
        Envelope.Attribution attribution = ATTRIBUTIONS.get(label);
        if (attribution == null) {
            throw new IllegalArgumentException("unknown attribution " + label);
        }
        return attribution;
    }

    private static Envelope.Bot bot(@Nullable String label) {
        Envelope.Bot bot = label == null ? Envelope.Bot.NONE : BOTS.get(label);
        if (bot == null) {
            throw new IllegalArgumentException("unknown bot " + label);
        }
        return bot;
    }

    private static byte code(Beacon.BodyKind kind) {
        return (byte)
                switch (kind) {
                    case NONE -> 'N';
                    case JSON -> 'J';
                    case FORM -> 'F';
                };
    }

    private static Beacon.BodyKind bodyKind(byte code) {
        return switch (code) {
            case 'N' -> Beacon.BodyKind.NONE;
            case 'J' -> Beacon.BodyKind.JSON;
            case 'F' -> Beacon.BodyKind.FORM;
            default -> throw new IllegalArgumentException("unknown body kind " + code);
        };
    }
}
