package dev.weir.erase;

import dev.weir.event.Envelope;
import java.nio.charset.StandardCharsets;

/** Forms of several parts (RFC 7578), whose values nobody tells apart here: they are searched as bytes. */
final class Multipart {

    private Multipart() {}

    static boolean is(Envelope envelope) {
        byte[] body = envelope.beacon().body();
        return new String(body, 0, Math.min(2, body.length), StandardCharsets.ISO_8859_1).equals("--");
    }
}
