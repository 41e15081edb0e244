package dev.weir.live;

import dev.weir.event.Traces;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message of the stream. It is written when the first watcher takes it, and shared by all. Safe for many threads. */
final class Message {

    private final @Nullable SeenRequest request;
    private final Source source;
    private volatile byte @Nullable [] bytes;

    private Message(@Nullable SeenRequest request, Source source) {
        this.request = request;
        this.source = source;
    }

    static Message ofRequest(long number, SeenRequest request, Map<FateKey, Fate> fates, MessageJson json) {
        return new Message(request, () -> event(number, "request", json.request(request, fates)));
    }

    static Message ofFate(long number, SeenRequest request, FateKey key, Fate fate, MessageJson json) {
        return new Message(request, () -> event(number, "fate", json.fate(request.id(), key, fate)));
    }

    static Message sampled(long number, String section, int leftOut, MessageJson json) {
        return new Message(null, () -> event(number, "sampled", json.sampled(section, leftOut)));
    }

    /** Without an id: it is of one watcher alone. */
    static Message missed(long messages) {
        return new Message(null, () -> "event: missed\ndata: {\"leftOut\":" + messages + "}\n\n");
    }

    /** Whether it is about a request of the person's. */
    boolean isOf(Traces person) {
        return request != null && request.isOf(person);
    }

    /** As it goes over the wire; not to be written to. */
    byte[] bytes() {
        byte[] made = bytes;
        if (made == null) {
            // Made twice by two threads, it is the same.
            made = source.text().getBytes(StandardCharsets.UTF_8);
            bytes = made;
        }
        return made;
    }

    /** JSON has no line break in it. */
    private static String event(long number, String name, String json) {
        return "id: " + number + "\nevent: " + name + "\ndata: " + json + "\n\n";
    }

    private interface Source {
        String text();
    }
}
