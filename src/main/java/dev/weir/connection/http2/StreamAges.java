package dev.weir.connection.http2;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamVisitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Since when each stream of a connection is open, to the second. Most are over before anybody looks, and cost nothing. Confined to
 * one event loop.
 */
final class StreamAges implements Http2StreamVisitor {

    private static final Long TOLD = Long.MAX_VALUE / 2;

    private final Http2Connection connection;
    private final Http2Pulse pulse;
    private final Duration limit;
    private final PropertyKey firstSeen;
    private final List<Integer> old = new ArrayList<>();

    StreamAges(Http2Connection connection, Http2Pulse pulse, Duration limit) {
        this.connection = connection;
        this.pulse = pulse;
        this.limit = limit;
        this.firstSeen = connection.newKey();
    }

    /** The streams that have been open for too long; good until this is asked again. */
    List<Integer> old() {
        old.clear();
        if (isNoneOpen()) {
            return old;
        }
        try {
            connection.forEachActiveStream(this);
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("the visitor throws none", impossible);
        }
        return old;
    }

    boolean isNoneOpen() {
        return connection.numActiveStreams() == 0;
    }

    @Override
    public boolean visit(Http2Stream stream) {
        Long since = stream.getProperty(firstSeen);
        if (since == null) {
            stream.setProperty(firstSeen, pulse.tick());
        } else if (pulse.isOver(since, limit)) {
            old.add(stream.id());
            // It stays active until its end is on its way, and is told of once.
            stream.setProperty(firstSeen, TOLD);
        }
        return true;
    }
}
