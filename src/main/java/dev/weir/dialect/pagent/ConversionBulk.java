package dev.weir.dialect.pagent;

import dev.weir.dialect.Bulk;
import dev.weir.dialect.Outbound;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import java.util.ArrayList;
import java.util.List;

/**
 * Many events in one request: the document's "Batch Events" of v1 and "Bulk Endpoint" of v2. They may be of many visitors, so
 * that the version is all that they must have in common. Each keeps the bytes that it has alone.
 */
final class ConversionBulk implements Bulk {

    /** The document's bound. */
    @Override
    public int maxEvents() {
        return Body.MAX_EVENTS;
    }

    /** The endpoint that takes many events of this version; a path that is none of ours is like no other. */
    @Override
    public Object key(Envelope envelope) {
        String path = envelope.beacon().path();
        Endpoint endpoint = Endpoint.of(path);
        return endpoint == null ? path : endpoint.ofMany();
    }

    @Override
    public Outbound join(List<Outbound> singles) {
        Outbound first = singles.get(0);
        Endpoint endpoint = endpoint(first).ofMany();
        List<byte[]> events = new ArrayList<>(singles.size());
        for (Outbound single : singles) {
            events.add(Body.event(endpoint(single), single.beacon().body()));
        }
        Beacon beacon = new Beacon("POST", endpoint.path(), "", BodyKind.JSON, Body.of(events));
        return new Outbound(beacon, beacon.bodyKind().contentType(), first.authorization());
    }

    private static Endpoint endpoint(Outbound single) {
        Endpoint endpoint = Endpoint.of(single.beacon().path());
        if (endpoint == null) {
            throw new IllegalStateException("a request that this dialect did not make");
        }
        return endpoint;
    }
}
