package dev.weir.journal;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Envelopes to journal. */
public final class Envelopes {

    private Envelopes() {}

    /** One that is told from others by its number. */
    public static Envelope numbered(int number) {
        return withBody("{\"n\":" + number + "}");
    }

    public static Envelope withBody(String body) {
        return new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                "did",
                null,
                "sid",
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Envelopes hold arrays, so {@code equals} does not tell. */
    public static boolean same(Envelope a, Envelope b) {
        return Arrays.equals(a.beacon().body(), b.beacon().body())
                && withoutBody(a).equals(withoutBody(b));
    }

    /** Whether they are the same but for the name that a journal gave one of them. */
    static boolean sameButForName(Envelope a, Envelope b) {
        return same(a.named(""), b.named(""));
    }

    public static String body(@Nullable Envelope envelope) {
        return envelope == null ? "" : new String(envelope.beacon().body(), StandardCharsets.UTF_8);
    }

    private static Envelope withoutBody(Envelope e) {
        Beacon beacon = e.beacon();
        return new Envelope(
                e.dialect(),
                e.section(),
                e.type(),
                e.deviceId(),
                e.sessionId(),
                e.clientSessionId(),
                e.notes(),
                e.client(),
                new Beacon(beacon.method(), beacon.path(), beacon.query(), beacon.bodyKind(), NO_BODY));
    }

    private static final byte[] NO_BODY = {};
}
