package dev.weir.dialect.pureclarity;

import dev.weir.dialect.Bulk;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.wire.ElementSplice;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many events of one visitor in one request, as the document has it ("You can send multiple events in each request"): those
 * whose requests say the same as a whole. A request says once where the visitor is and who that is, so that what differs in a
 * single byte of that is another request. The events of one request as it came in can always be joined again.
 */
final class VisitorBulk implements Bulk {

    /** As many as are taken here; the vendor names no bound. */
    @Override
    public int maxEvents() {
        return PureClarityCall.MAX_EVENTS;
    }

    /**
     * All that goes out with the event and is not the event: one pass over the body. An event of no visitor shares with none:
     * two orders that the shop's staff placed are of two customers, however alike their requests.
     */
    @Override
    public Object key(Envelope envelope) {
        String deviceId = envelope.deviceId();
        if (deviceId == null) {
            return new Object();
        }
        String sessionId = envelope.clientSessionId() == null ? envelope.sessionId() : null;
        return new Key(
                deviceId,
                sessionId,
                envelope.client(),
                events(envelope.beacon().body()).frame());
    }

    @Override
    public Outbound join(List<Outbound> singles) {
        ElementSplice first = events(singles.get(0).beacon().body());
        List<byte[]> all = new ArrayList<>(singles.size());
        for (Outbound single : singles) {
            all.add(events(single.beacon().body()).element(0));
        }
        return Outbound.of(new Beacon("POST", PureClarity.PATH, "", BodyKind.JSON, first.holding(all)));
    }

    private static ElementSplice events(byte[] body) {
        return ElementSplice.of(body, Body.EVENTS, Set.of(), "");
    }

    /** @param sessionId ours, where the client named none; its own stands in the frame */
    private record Key(
            String deviceId, @Nullable String sessionId, Envelope.Client client, ElementSplice.Frame frame) {}
}
