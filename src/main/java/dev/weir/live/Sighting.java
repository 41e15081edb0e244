package dev.weir.live;

import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Promise;
import dev.weir.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is found out about one request while it is on its way to its answer; made only while somebody looks. It goes with its
 * request from thread to thread, and is never on two at once.
 */
public final class Sighting {

    private final LiveLog log;
    private final long timeMillis;
    private final long startNanos;
    private final String method;
    private final @Nullable String client;
    private String path;
    private @Nullable String dialect;
    private @Nullable String section;
    private @Nullable String device;
    private @Nullable String session;
    private @Nullable Rejection reason;
    private long bytes = -1;
    private List<? extends @Nullable Event> events = List.of();
    private List<String> verdicts = List.of();
    private List<Envelope> kept = List.of();
    private long firstSeq;

    Sighting(LiveLog log, long timeMillis, long startNanos, String method, String path, @Nullable String client) {
        this.log = log;
        this.timeMillis = timeMillis;
        this.startNanos = startNanos;
        this.method = method;
        this.path = path;
        this.client = client;
    }

    /** It has found its route. */
    public void onRoute(String dialectLabel, String routePath) {
        dialect = dialectLabel;
        path = routePath;
    }

    /** Its body has been read. */
    public void onBody(long length) {
        bytes = length;
    }

    public void onSection(String name) {
        section = name;
    }

    /** Whom it is of; validated. */
    public void onIds(@Nullable String deviceId, @Nullable String sessionId) {
        device = deviceId;
        session = sessionId;
    }

    /** Its events are in the journal, but those that had come before. */
    public void onKept(List<Envelope> envelopes, long first) {
        kept = envelopes;
        firstSeq = first;
    }

    /**
     * What has become of its events.
     *
     * @param read in the order of the request; null for one that could not be read
     * @param words for each of them what the Weir-Verdicts header says
     */
    public void onEvents(List<? extends @Nullable Event> read, List<String> words) {
        events = read;
        verdicts = words;
    }

    public void onRejected(Rejection why) {
        reason = why;
    }

    /** It has its answer, and is written into the log. Never fails: who is looked at is not to suffer from it. */
    public void end(int status, @Nullable Promise promise) {
        log.record(this, status, promise);
    }

    @Nullable
    String section() {
        return section;
    }

    long startNanos() {
        return startNanos;
    }

    /** What of it may be shown. */
    SeenRequest seen(long id, int status, @Nullable Promise promise, long micros) {
        List<SeenEvent> seen = new ArrayList<>();
        int index = addRead(seen);
        int all = events.size() + kept.size() - index;
        // What tells of a fallback is no event of the request's.
        for (; index < kept.size() && seen.size() < SeenRequest.MAX_EVENTS; index++) {
            Envelope envelope = kept.get(index);
            seen.add(SeenEvent.bare(
                    envelope.type(), "accepted", firstSeq + index, envelope.deviceId(), envelope.sessionId()));
        }
        return new SeenRequest(
                id,
                timeMillis,
                section,
                dialect,
                method,
                path,
                status,
                outcome(status),
                reason == null ? null : reason.label(),
                promise,
                PlainId.shown(device),
                PlainId.shown(session),
                client,
                bytes,
                micros,
                List.copyOf(seen),
                all - seen.size());
    }

    /** Those that are in the journal follow each other there in the order in which they were read. Returns how many those are. */
    private int addRead(List<SeenEvent> seen) {
        int index = 0;
        for (int i = 0; i < events.size() && i < verdicts.size(); i++) {
            String verdict = verdicts.get(i);
            boolean isKept = index < kept.size() && isPromised(verdict);
            Envelope envelope = isKept ? kept.get(index) : null;
            long seq = isKept ? firstSeq + index++ : 0;
            if (seen.size() < SeenRequest.MAX_EVENTS) {
                seen.add(seen(events.get(i), verdict, seq, envelope));
            }
        }
        return index;
    }

    private SeenEvent seen(@Nullable Event event, String verdict, long seq, @Nullable Envelope envelope) {
        String deviceId = envelope == null ? device : envelope.deviceId();
        String sessionId = envelope == null ? session : envelope.sessionId();
        return event == null
                ? SeenEvent.bare(null, verdict, seq, deviceId, sessionId)
                : SeenEvent.of(event, verdict, seq, deviceId, sessionId);
    }

    /** Also of one that a later one of the same request overwrites. */
    private static boolean isPromised(String verdict) {
        return verdict.equals("accepted") || verdict.startsWith("superseded");
    }

    private Outcome outcome(int status) {
        if (reason != null) {
            return Outcome.REJECTED;
        }
        if (!kept.isEmpty()) {
            return Outcome.ACCEPTED;
        }
        if (!events.isEmpty()) {
            return Outcome.DUPLICATE;
        }
        return status >= 400 ? Outcome.REJECTED : Outcome.ANSWERED;
    }
}
