package dev.weir.ingest.beacon;

import dev.weir.dialect.Part;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.Reply;
import dev.weir.ingest.origin.OriginTable;
import dev.weir.live.Sighting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange that somebody looks at. */
final class WatchedExchange implements Reply.Receiver {

    private final Exchange exchange;
    private final Sighting sighting;

    WatchedExchange(Exchange exchange, Sighting sighting) {
        this.exchange = exchange;
        this.sighting = sighting;
    }

    @Override
    public void onSection(Section section, OriginTable origins) {
        sighting.onSection(section.name());
        exchange.onSection(section, origins);
    }

    @Override
    public void onIds(@Nullable String deviceId, @Nullable String sessionId) {
        sighting.onIds(deviceId, sessionId);
    }

    @Override
    public void onKept(List<Envelope> envelopes, long firstSeq) {
        sighting.onKept(envelopes, firstSeq);
    }

    @Override
    public boolean isWatching() {
        return true;
    }

    @Override
    public void onEvents(List<? extends Part> parts, List<String> verdicts) {
        List<@Nullable Event> events = new ArrayList<>(parts.size());
        for (Part part : parts) {
            events.add(part instanceof Part.Meant meant ? meant.event() : null);
        }
        sighting.onEvents(events, verdicts);
    }

    @Override
    public void onRejected(Rejection why) {
        sighting.onRejected(why);
    }

    /** Who waits for the answer comes first. */
    @Override
    public void onReply(Reply reply) {
        exchange.onReply(reply);
        sighting.end(reply.answer().status(), reply.promise());
    }
}
