package dev.weir.connection.http2;

/**
 * Whether the client is too slow with one frame, or with one block of headers, however many frames that is in. Looked at once a
 * tick; what is whole by then is quick enough. Confined to one event loop.
 */
final class FrameTimes {

    private static final long NONE = -1;

    private final Http2Bounds bounds;
    private final Http2Pulse pulse;
    private long frames;
    /** The frame that is under way, or with which the block of headers began that is. */
    private long begun;

    private boolean isAmidBlock;
    private boolean isData;
    private long watched = NONE;
    private long watchedSince;

    FrameTimes(Http2Bounds bounds, Http2Pulse pulse) {
        this.bounds = bounds;
        this.pulse = pulse;
    }

    /** One begins. */
    void onFrame(int type, int flags) {
        frames++;
        isData = type == FrameType.DATA;
        if (type != FrameType.CONTINUATION) {
            begun = frames;
        }
        isAmidBlock =
                (type == FrameType.HEADERS || type == FrameType.CONTINUATION) && (flags & FrameType.END_HEADERS) == 0;
    }

    boolean isTooSlow(FrameScanner received) {
        long underWay = underWay(received);
        if (watched != underWay) {
            watched = underWay;
            watchedSince = pulse.tick();
        }
        // A body has all the time of its stream.
        boolean isBody = isData && !received.isAmidHead();
        return watched != NONE && pulse.isOver(watchedSince, isBody ? bounds.streamTimeout() : bounds.frameTimeout());
    }

    private long underWay(FrameScanner received) {
        if (isAmidBlock) {
            return begun;
        }
        // It will be the next, once its head is whole.
        long next = frames + 1;
        return received.isAmidHead() ? next : received.isAmidPayload() ? begun : NONE;
    }
}
