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

    /** @param isAmidFrame whether there is a frame that is not whole */
    boolean isTooSlow(boolean isAmidFrame) {
        if (!isAmidFrame && !isAmidBlock) {
            watched = NONE;
            return false;
        }
        if (watched != begun) {
            watched = begun;
            watchedSince = pulse.tick();
        }
        // A body has all the time of its stream.
        return pulse.isOver(watchedSince, isData ? bounds.streamTimeout() : bounds.frameTimeout());
    }
}
